package camp.elbrusboot.gateway.journey;

import static io.restassured.RestAssured.given;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;

/** Sends webhooks as amoCRM does, or worse; answers the status. */
final class Deliveries {
    private Deliveries() {}

    static int post(String body) {
        return post("application/x-www-form-urlencoded", body);
    }

    static int post(String contentType, String body) {
        return given().config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(contentType, ContentType.TEXT)))
                .contentType(contentType)
                .body(body)
                .post(SandboxControl.webhookPath())
                .statusCode();
    }
}
