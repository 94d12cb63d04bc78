package io.github.vertxregistry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolkitConfigTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prefix':'a b'}                            | key 'prefix' takes letters, digits, _ and -, parted by dots",
                "{'prefix':5}                                | key 'prefix' must be a string, is a number",
                "{'nodeId':''}                               | key 'nodeId' takes at most 64 letters, digits, _ and -",
                "{'http':5}                                  | key 'http' must be an object, is a number",
                "{'http':''}                                 | key 'http' must be an object, is a string",
                "{'http':[]}                                 | key 'http' must be an object, is a list",
                "{'http':{'poolSize':'x'}}                   | key 'http.poolSize' must be a whole number up to 2147483647, is a string",
                "{'http':{'poolSize':0}}                     | key 'http.poolSize' is 0, it must lie between 1 and 1000",
                "{'http':{'poolSize':1e9}}                   | key 'http.poolSize' must be a whole number up to 2147483647, is 1.0E9",
                "{'http':{'timeoutMs':1.5}}                  | key 'http.timeoutMs' must be a whole number, is 1.5",
                "{'http':{'timeoutMs':99999999999999999999}} | key 'http.timeoutMs' must be a whole number, is 99999999999999999999",
                "{'transfer':{'upload':'fast'}}              | key 'transfer.upload' must be one of auto, stream, chunked, is 'fast'",
                "{'instances':{'tar':-1}}                    | key 'instances.tar' is -1, it must lie between 0 and 64",
                "{'tar':{'maxRatio':{}}}                     | key 'tar.maxRatio' must be a whole number up to 2147483647, is an object",
                "{'operations':{'beatMs':true}}              | key 'operations.beatMs' must be a whole number, is true or false",
                "{'paths':{'roots':'/a'}}                    | key 'paths.roots' must be a list, is a string",
                "{'paths':{'roots':[5]}}                     | key 'paths.roots.0' must be a string, is a number",
                "{'paths':{'roots':['/a','']}}               | key 'paths.roots.1' is empty",
                "{'paths':{'roots':[null]}}                  | key 'paths.roots.0' is empty",
                "{'paths':{'roots':['images']}}              | key 'paths.roots.0' is not the full path of a folder: 'images'",
                "{'registries':{'known':[]}}                 | key 'registries.known' must be an object, is a list",
                "{'registries':{'known':{'a':'http://h'}}}   | key 'registries.known.a' must be an object, is a string",
                "{'registries':{'known':{'a':null}}}         | key 'registries.known.a.url' is missing",
                "{'registries':{'known':{'a':{}}}}           | key 'registries.known.a.url' is missing",
                "{'registries':{'known':{'a':{'url':'h h'}}}} | key 'registries.known.a.url' is not a registry's address: 'h h'",
                "{'registries':{'byDefault':'locl'}}         | key 'registries.byDefault' is neither a URL nor the id of a known registry: 'locl'",
                "{'registries':{'byDefault':''}}             | key 'registries.byDefault' is neither a URL nor the id of a known registry: ''",
                "{'registries':{'byDefault':'ftp://h'}}      | key 'registries.byDefault' is not a registry's address: 'ftp://h'",
                "{'registries':{'allowUnknown':'no'}}        | key 'registries.allowUnknown' must be true or false, is a string",
            })
    void namesTheKeyThatIsWrong(String json, String message) {
        // When
        RegistryException failure = failure(json);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'htp':{}}                                | key 'htp' is not known            | did you mean 'http'?",
                "{'http':{'poolsize':1}}                   | key 'http.poolsize' is not known  | did you mean 'poolSize'?",
                "{'registries':{'known':{'a':{'uri':''}}}} | key 'registries.known.a.uri' is not known | did you mean 'url'?",
                "{'paths':{'nothing':1}}                   | key 'paths.nothing' is not known  | known here are roots, shared",
            })
    void refusesAKeyThatIsNotKnownAndNamesTheNearest(String json, String message, String hint) {
        // When
        RegistryException failure = failure(json);
        // Then
        assertThat(failure).hasMessage(message);
        assertThat(failure.hint()).hasValue(hint);
    }

    @Test
    void changesOnePartAndKeepsTheOthers() {
        // Given
        ToolkitConfig config = ToolkitConfig.defaults().withNodeId("n");
        InstancesConfig instances = new InstancesConfig(2, 3, 4, 5);
        PathsConfig paths = new PathsConfig(List.of("/srv"));
        TransferConfig transfer = new TransferConfig(7, null, null, null, null);
        TarConfig tar = new TarConfig(9, null, null, null);
        // When
        ToolkitConfig changed = config.withInstances(instances)
                .withPaths(paths)
                .withTransfer(transfer)
                .withTar(tar)
                .withPrefix("p");
        // Then
        assertThat(changed)
                .isEqualTo(new ToolkitConfig(
                        "p",
                        "n",
                        instances,
                        config.registries(),
                        config.credentials(),
                        paths,
                        config.http(),
                        transfer,
                        tar,
                        config.operations(),
                        config.cluster(),
                        config.sync()));
    }

    private static RegistryException failure(String json) {
        return catchThrowableOfType(
                RegistryException.class, () -> ToolkitConfig.of(new JsonObject(json.replace('\'', '"'))));
    }
}
