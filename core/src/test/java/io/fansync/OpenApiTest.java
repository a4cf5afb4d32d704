package io.fansync;

import static io.fansync.FakeGraph.CONNECTOR;
import static io.fansync.FakeGraph.json;
import static io.fansync.FakeGraph.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.openapi4j.core.validation.ValidationException;
import org.openapi4j.operation.validator.model.Request.Method;
import org.openapi4j.operation.validator.model.impl.Body;
import org.openapi4j.operation.validator.model.impl.DefaultRequest;
import org.openapi4j.operation.validator.validation.RequestValidator;
import org.openapi4j.parser.OpenApi3Parser;
import org.openapi4j.parser.model.v3.OpenApi3;

/** What goes over the wire is what Microsoft's own OpenAPI description allows. */
class OpenApiTest {

    @AutoClose
    final FakeGraph graph = FakeGraph.on(Wire.HTTP11);

    final RequestValidator validator = new RequestValidator(description());

    @Test
    void one_sync_is_as_described() {
        graph.answers(status(204), status(204));

        graph.client().sync(CONNECTOR, SyncType.FULL).block();
        graph.client().sync(CONNECTOR, SyncType.DELTA).block();

        assertThatCode(() -> validate(graph.seen())).doesNotThrowAnyException();
        assertThatCode(() -> validate(graph.seen())).doesNotThrowAnyException();
    }

    @Test
    void a_list_is_as_described() {
        graph.answers(json(200, "{\"value\":[]}"));

        graph.directory().list("contoso.com").blockLast();

        assertThatCode(() -> validate(graph.seen())).doesNotThrowAnyException();
    }

    @Test
    void a_get_is_as_described() {
        graph.answers(json(200, new String(Recorded.body("connector.json"), UTF_8)));

        graph.directory().get(CONNECTOR).block();

        assertThatCode(() -> validate(graph.seen())).doesNotThrowAnyException();
    }

    @Test
    void the_validator_knows_right_from_wrong() {
        String sync = "/v1.0/deviceManagement/exchangeConnectors/42/sync";

        assertThatThrownBy(() -> validate(Method.POST, sync, "application/json", "{\"syncType\":\"turboSync\"}"))
                .isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> validate(Method.POST, sync, "text/plain", "{\"syncType\":\"fullSync\"}"))
                .isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> validate(Method.GET, sync, "", "")).isInstanceOf(ValidationException.class);
    }

    private void validate(RecordedRequest request) throws ValidationException {
        Headers headers = request.getHeaders();
        validate(
                Method.getMethod(request.getMethod()),
                request.getTarget(),
                Objects.requireNonNullElse(headers.get("Content-Type"), ""),
                FakeGraph.body(request));
    }

    /**
     * The description calls the action by its long name, {@code microsoft.graph.sync}; Graph's documents, and we, by its
     * short one, {@code sync}
     * (<a href="https://learn.microsoft.com/graph/api/intune-onboarding-devicemanagementexchangeconnector-sync">sync action</a>).
     */
    private void validate(Method method, String target, String contentType, String body) throws ValidationException {
        String described = target.replaceFirst("/sync$", "/microsoft.graph.sync");
        validator.validate(new DefaultRequest.Builder("https://graph.microsoft.com" + described, method)
                .header("Content-Type", contentType)
                .body(Body.from(body))
                .build());
    }

    private static OpenApi3 description() {
        try {
            return new OpenApi3Parser().parse(OpenApiTest.class.getResource("/openapi-exchangeConnectors.yaml"), false);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
