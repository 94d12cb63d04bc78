package io.github.vertxregistry.sync;

/** A text that can be looked at so many times: what bounds the time that a regular expression takes. */
final class CountedText implements CharSequence {
    private final String text;
    private long left;

    /** The end of a match that takes too long. */
    static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super(null, null, false, false);
        }
    }

    CountedText(String text, long most) {
        this.text = text;
        this.left = most;
    }

    /** Returns how often it may still be looked at. */
    long left() {
        return left;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
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
