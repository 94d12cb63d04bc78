import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import java.nio.file.Path;

/** jib-core pushes a tar: {@code JibPush TAR IMAGE CACHE}. */
public final class JibPush {
    private JibPush() {}

    public static void main(String[] args) throws Exception {
        Jib.from(TarImage.at(Path.of(args[0])))
                .containerize(Containerizer.to(RegistryImage.named(ImageReference.parse(args[1])))
                        .setAllowInsecureRegistries(true)
                        .setBaseImageLayersCache(Path.of(args[2], "base"))
                        .setApplicationLayersCache(Path.of(args[2], "application")));
        System.exit(0); // its threads would be waited for
    }
}
