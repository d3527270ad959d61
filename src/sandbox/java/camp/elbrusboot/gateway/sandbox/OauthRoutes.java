package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The token endpoint and the look-up of a moved account (sections 1.3, 1.4, 1.6). */
final class OauthRoutes {
    static final String WHEREABOUTS = "/oauth2/account/current/subdomain";
    static final String REFRESH_TOKEN = "X-Refresh-Token";

    private static final String INVALID = "В запросе отсутствует ряд параметров или параметры невалидны";

    private final Account account;
    private final Tokens tokens;

    OauthRoutes(Account account, Tokens tokens) {
        this.account = account;
        this.tokens = tokens;
    }

    static boolean concerns(Call call) {
        return call.path().startsWith("/oauth2/");
    }

    List<Route> routes() {
        return List.of(
                Route.post("/oauth2/access_token", (call, path) -> token(call)),
                Route.get(WHEREABOUTS, (call, path) -> whereabouts(call)));
    }

    private Reply token(Call call) {
        Optional<ObjectNode> body = Json.parseObject(call.body());
        if (body.isEmpty()) {
            return refusal(400, "Check the request body");
        }
        ObjectNode request = body.get();
        String clientId = request.path("client_id").asText("");
        if (clientId.isEmpty()) {
            return refusal(400, "Check the `client_id` parameter");
        }
        if (!clientId.equals(Integration.CLIENT_ID)
                || !request.path("client_secret").asText("").equals(Integration.CLIENT_SECRET)) {
            return wrongClient();
        }
        // Character for character (section 1.3). The body of this refusal is unconfirmed (section 7, point 5).
        if (!request.path("redirect_uri").asText("").equals(Integration.REDIRECT_URI)) {
            return refusal(400, "Check the `redirect_uri` parameter");
        }
        return switch (request.path("grant_type").asText("")) {
            case "authorization_code" -> code(request.path("code").asText(""));
            case "refresh_token" -> refresh(request.path("refresh_token").asText(""));
            default -> refusal(400, "Check the `grant_type` parameter");
        };
    }

    private Reply code(String code) {
        Tokens.Redeemed redeemed = tokens.redeemCode(code);
        return switch (redeemed.outcome()) {
            case GRANTED -> granted(redeemed);
            case UNKNOWN -> refusal(400, "Cannot decrypt the authorization code");
            case EXPIRED -> refusal(400, "Authorization code has expired");
            case SPENT -> refusal(400, "Authorization code has been revoked");
        };
    }

    private Reply refresh(String refreshToken) {
        Tokens.Redeemed redeemed = tokens.refresh(refreshToken);
        return switch (redeemed.outcome()) {
            case GRANTED -> granted(redeemed);
            case UNKNOWN -> refusal(400, "Invalid refresh token");
            case EXPIRED -> refusal(401, "Token has expired");
            case SPENT -> refusal(401, "Token has been revoked");
        };
    }

    /** Does not use the refresh token up (section 1.6). */
    private Reply whereabouts(Call call) {
        if (!tokens.isLive(call.header(REFRESH_TOKEN).orElse(""))) {
            return Problem.unauthorized();
        }
        return Reply.json(
                200,
                Json.object()
                        .put("id", account.id())
                        .put("subdomain", account.subdomain())
                        .put("domain", account.host())
                        .put("top_level_domain", account.topLevelDomain()));
    }

    private static Reply granted(Tokens.Redeemed redeemed) {
        Tokens.Pair pair = redeemed.pair();
        if (pair == null) {
            throw new IllegalStateException("granted without tokens");
        }
        return Reply.json(
                200,
                Json.object()
                        .put("token_type", "Bearer")
                        .put("expires_in", pair.expiresIn())
                        .put("server_time", pair.serverTime())
                        .put("access_token", pair.access())
                        .put("refresh_token", pair.refresh()));
    }

    private static Reply refusal(int status, String hint) {
        return Reply.problem(
                status, Json.object().put("hint", hint).setAll(problem("Некорректный запрос", status, INVALID)));
    }

    private static Reply wrongClient() {
        return Reply.problem(401, problem("Некорректный клиент", 401, "Авторизация клиента не прошла"));
    }

    private static ObjectNode problem(String title, int status, String detail) {
        return Json.object()
                .put("title", title)
                .put("type", "https://developers.amocrm.ru/v3/errors/OAuthProblemJson")
                .put("status", status)
                .put("detail", detail);
    }
}
