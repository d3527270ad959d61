package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads the classes of the sandbox itself, and leaves all others to the loader of the libraries, which lasts as long as
 * dev mode or the test run does.
 */
final class ResidentLoader extends URLClassLoader {
    private static final String OURS = ResidentLoader.class.getPackageName() + ".";

    private ResidentLoader(URL[] locations, ClassLoader parent) {
        super("sandbox", locations, parent);
    }

    static ResidentLoader beside(Class<?> neighbour) {
        URL classes = neighbour.getProtectionDomain().getCodeSource().getLocation();
        // Resources may lie elsewhere than classes, as in an IDE; the fixtures say where.
        URL fixture = neighbour.getResource("/sandbox/v2-contacts.json");
        URL resources = fixture == null ? classes : rootOf(fixture, classes);
        return new ResidentLoader(new URL[] {classes, resources}, ObjectMapper.class.getClassLoader());
    }

    private static URL rootOf(URL fixture, URL otherwise) {
        String text = fixture.toString().replace("sandbox/v2-contacts.json", "");
        try {
            return new URL(text);
        } catch (MalformedURLException unlikely) {
            return otherwise;
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }
}
