package io.github.vertxregistry.testkit;

import java.io.IOException;
import java.io.InputStream;

/** Loads a package of ours anew, in a world that lacks a library. */
public final class LoaderWithout extends ClassLoader {
    private final String missing;
    private final String anew;

    /**
     * Makes a loader that is blind to a library.
     *
     * @param missing what the names of the library's classes begin with
     * @param anew the package that is to find nothing of it
     */
    public LoaderWithout(String missing, String anew) {
        super(LoaderWithout.class.getClassLoader());
        this.missing = missing;
        this.anew = anew;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(missing)) {
            throw new ClassNotFoundException(name);
        }
        if (!name.startsWith(anew)) {
            return super.loadClass(name, resolve);
        }
        Class<?> known = findLoadedClass(name);
        return known == null ? define(name) : known;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = "/" + name.replace('.', '/') + ".class";
        try (InputStream in = LoaderWithout.class.getResourceAsStream(file)) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
