package io.github.vertxregistry.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines of aligned columns. */
final class Table {
    private static final String GAP = "  ";
    private static final long KILO = 1_000;
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private final List<String[]> rows = new ArrayList<>();

    /** Adds a row; one whose last cell is null is left out. */
    Table row(String... cells) {
        if (cells[cells.length - 1] != null) {
            rows.add(cells);
        }
        return this;
    }

    /** Adds one row for each value, the name before the first; no row where there is none. */
    Table rows(String name, List<String> values) {
        String shown = name;
        for (String value : values) {
            row(shown, value);
            shown = "";
        }
        return this;
    }

    /** Returns the lines, none with blanks at its end. */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            line.append(cells[i])
                    .append(" ".repeat(width(i) - cells[i].length()))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .filter(cells -> cells.length > column)
                .mapToInt(cells -> cells[column].length())
                .max()
                .orElse(0);
    }

    /** Returns a number of bytes as docker shows it: {@code 12.3 MB}. */
    static String size(long bytes) {
        if (bytes < KILO) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        // Below the rounding to one digit, so that 999,999 is 1.0 MB and not 1000.0 kB.
        while (value >= KILO - 0.05 && unit < UNITS.length - 1) {
            value /= KILO;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Returns a number and its noun: {@code 1 image}, {@code 2 images}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
