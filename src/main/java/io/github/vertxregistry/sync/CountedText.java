package io.github.vertxregistry.sync;

/** A text that can be looked at so many times: what bounds the time that a regular expression takes. */
final class CountedText implements CharSequence {
    private static final int MOST_STEPS = 200_000;

    private final String text;
    private int steps;

    /** The end of a match that takes too long. */
    static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super(null, null, false, false);
        }
    }

    CountedText(String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++steps > MOST_STEPS) {
            throw new TooManySteps();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
