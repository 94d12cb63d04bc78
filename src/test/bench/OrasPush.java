import java.nio.file.Path;
import land.oras.ContainerRef;
import land.oras.CopyUtils;
import land.oras.LayoutRef;
import land.oras.OCILayout;
import land.oras.Registry;

/** oras-java pushes an OCI layout: {@code OrasPush FOLDER TAG IMAGE}. */
public final class OrasPush {
    private OrasPush() {}

    public static void main(String[] args) {
        OCILayout layout = OCILayout.fromLayoutIndex(Path.of(args[0]));
        Registry registry = Registry.builder().defaults().withInsecure(true).build();
        CopyUtils.copy(
                layout, LayoutRef.of(layout, args[1]), registry, ContainerRef.parse(args[2]), CopyUtils.CopyOptions.shallow());
        System.exit(0); // its threads would be waited for
    }
}
