"""Prints the medians of what peers.sh measured as tables in Markdown, and draws them.

  peers_report.py RESULTS PLOT.svg
"""
import statistics, sys

KINDS = {"seven": "seven layers", "small": "20,000 small files", "one": "one layer of 1 GB", "holes": "8 GB of zeros"}
BASES = {"raw": ["curl"], "gzip": ["skopeo"], "zstd": ["skopeo"],  # what the ratios are of
         "pull": ["curl", "curl-hashed-synced", "skopeo"], "export": ["crane", "docker"], "copy": ["skopeo"]}
TRANSFERS = ("pull", "export", "copy")
OURS = ("library", "command")
FIELDS = ("wall", "cpu", "peak", "read", "written", "sent", "requests")


class Runs:
    def __init__(self, file):
        self.of = {}
        for line in open(file):
            kind, pushed, row, scenario, *numbers = line.split()
            scenarios = self.of.setdefault((kind, pushed), {}).setdefault(row, {})
            scenarios.setdefault(scenario, []).append(dict(zip(FIELDS, map(float, numbers))))

    def groups(self):
        return sorted(self.of, key=lambda group: (list(KINDS).index(group[0]), list(BASES).index(group[1])))

    def rows(self, group):
        return sorted(self.of[group], key=lambda row: self.median(group, row, "first", "wall") or 0)

    def median(self, group, row, scenario, field):
        found = self.of[group].get(row, {}).get(scenario)
        return statistics.median(run[field] for run in found) if found else None


def text(value, pattern="{:.2f}"):
    return "–" if value is None else pattern.format(value)


def seconds(value):
    return text(value, "{:.0f}" if value is not None and value >= 100 else "{:.1f}" if value is not None and value >= 10 else "{:.3f}" if value is not None and value < 1 else "{:.2f}")


def times(runs, group, row, base):
    one, of = (runs.median(group, each, "first", "wall") if each in runs.of[group] else None for each in (row, base))
    return one / of if one and of else None


def megabytes(count, pattern="{:,.0f}"):
    return text(count and count / 1e6, pattern)


def push_columns(runs, group, row):
    get = lambda scenario, field: runs.median(group, row, scenario, field)
    return {
        "MB read": text(get("first", "read"), "{:,.0f}"),
        "MB to disk": text(get("first", "written"), "{:,.0f}"),
        "MB sent": megabytes(get("first", "sent")),
        "again: s, requests": f"{seconds(get('again', 'wall'))}, {text(get('again', 'requests'), '{:.0f}')}",
        "changed: s, MB sent": f"{seconds(get('changed', 'wall'))}, {megabytes(get('changed', 'sent'))}",
    }


def transfer_columns(runs, group, row):
    get = lambda scenario, field: runs.median(group, row, scenario, field)
    columns = {"MB out": megabytes(get("first", "sent")), "requests": text(get("first", "requests"), "{:.0f}")}
    if group[1] == "copy":
        columns["again: s, requests"] = f"{seconds(get('again', 'wall'))}, {text(get('again', 'requests'), '{:.0f}')}"
    return columns


def table(runs, group):
    kind, what = group
    print(f"**{KINDS[kind]}, {what}**\n")
    for number, row in enumerate(runs.rows(group)):
        name = row.replace("@1", ", one core")
        walls = [run["wall"] for run in runs.of[group][row].get("first", [])]
        columns = {"who": f"**{name}**" if row.startswith(OURS) else name, "rounds": str(len(walls)),
                   "wall s": seconds(statistics.median(walls) if walls else None)}
        if what in TRANSFERS:
            columns["least to most"] = f"{seconds(min(walls, default=None))} to {seconds(max(walls, default=None))}"
        for base in BASES[what]:
            if base in runs.of[group]:
                columns[f"of {base}"] = text(times(runs, group, row, base))
        columns["CPU s"] = seconds(runs.median(group, row, "first", "cpu"))
        columns["peak MiB"] = text(runs.median(group, row, "first", "peak"), "{:.0f}")
        columns |= (transfer_columns if what in TRANSFERS else push_columns)(runs, group, row)
        if number == 0:
            print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
        print(f"| {' | '.join(columns.values())} |")
    print()
    for row in runs.rows(group):
        faster = times(runs, group, f"{row}@1", row)
        if faster:
            print(f"{row} on two cores: {faster:.2f} times the speed of one.\n")


def plot(runs, file):
    """Two bars for each row: seconds on the clock, and of the processor, of what is not there yet; each group has a scale of its own."""
    left, width, height, y = 190, 520, 26, 34
    out = [f'<text x="12" y="20" class="t">Seconds on the clock (dark), of the client\'s processor (light)</text>']
    for group in runs.groups():
        rows = runs.rows(group)
        largest = max(max(runs.median(group, row, "first", f) or 0 for f in ("wall", "cpu")) for row in rows) or 1
        y += 14
        out.append(f'<text x="12" y="{y + 8}" class="g">{KINDS[group[0]]}, {group[1]}</text>')
        y += 18
        for row in rows:
            ours = row.startswith(OURS)
            out.append(f'<text x="{left - 8}" y="{y + 13}" class="n{" o" if ours else ""}">{row}</text>')
            for field, offset, tint in (("wall", 0, 0), ("cpu", 10, 1)):
                value = runs.median(group, row, "first", field) or 0
                color = (("#1f6feb", "#9ec5fe") if ours else ("#57606a", "#c9ced4"))[tint]
                length = max(1, value / largest * width)
                out.append(f'<rect x="{left}" y="{y + offset}" width="{length:.1f}" height="9" fill="{color}"/>')
                out.append(f'<text x="{left + length + 4:.1f}" y="{y + offset + 8}" class="v">{seconds(value)}</text>')
            y += height
    style = ("text{font-family:sans-serif;fill:#24292f}.t{font-size:13px;font-weight:bold}.g{font-size:12px;font-weight:bold}"
             ".n{font-size:11px;text-anchor:end}.o{font-weight:bold}.v{font-size:9px}")
    total = left + width + 60
    with open(file, "w") as svg:
        svg.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {y + 10}" width="{total}" height="{y + 10}">\n'
                  f'<style>{style}</style>\n<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(out) + "\n</svg>\n")


results = Runs(sys.argv[1])
for each in results.groups():
    table(results, each)
plot(results, sys.argv[2])
print(f"plot: {sys.argv[2]}")
