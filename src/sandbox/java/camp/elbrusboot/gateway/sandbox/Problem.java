package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The error replies of section 5.2. */
final class Problem {
    private Problem() {}

    /** The same words for a missing, an expired and a revoked token (section 1.4). */
    static Reply unauthorized() {
        return of(401, "Unauthorized", "Неверный логин или пароль");
    }

    static Reply notFound() {
        return of(404, "Not Found", "Страница не найдена");
    }

    static Reply methodNotAllowed() {
        return of(405, "Method Not Allowed", "The requested method is not supported");
    }

    static Reply badRequest(String detail) {
        return of(400, "Bad Request", detail);
    }

    static Reply validation(String code, String path, String detail) {
        ObjectNode problem = Json.object();
        ObjectNode errors = problem.putArray("validation-errors").addObject().put("request_id", "0");
        errors.putArray("errors")
                .addObject()
                .put("code", code)
                .put("path", path)
                .put("detail", detail);
        problem.setAll(document(400, "Bad Request", "Request validation failed"));
        return Reply.problem(400, problem);
    }

    /** A page, since no account answers at such a host (sections 1.4, 5.2). */
    static Reply noSuchHost() {
        return Reply.page(404, "404 Not Found");
    }

    static Reply tooManyRequests() {
        return Reply.page(429, "429 Too Many Requests");
    }

    /** The block after repeated 429: an HTML 403, unlike the problem of missing rights (section 5.2). */
    static Reply blocked() {
        return Reply.page(403, "403 Forbidden");
    }

    /** A failure on demand, with the kind of body that amoCRM has for the status. */
    static Reply ofStatus(int status) {
        return switch (status) {
            case 401 -> unauthorized();
            case 402 -> of(402, "Payment Required", "Аккаунт не оплачен");
            case 403 -> of(403, "Forbidden", "Нет прав на вызов данного метода");
            case 404 -> notFound();
            case 422 -> of(422, "Unprocessable Entity", "Данные не могут быть обработаны");
            case 429 -> tooManyRequests();
            case 500 -> of(500, "Internal Server Error", "Непредвиденная ошибка");
            case 502 -> Reply.page(502, "502 Bad Gateway");
            case 503 -> Reply.page(503, "503 Service Temporarily Unavailable");
            case 504 -> Reply.page(504, "504 Gateway Time-out");
            default -> of(status, "Error", "A failure that was asked for");
        };
    }

    private static Reply of(int status, String title, String detail) {
        return Reply.problem(status, document(status, title, detail));
    }

    private static ObjectNode document(int status, String title, String detail) {
        return Json.object()
                .put("title", title)
                .put("type", "https://httpstatus.es/" + status)
                .put("status", status)
                .put("detail", detail);
    }
}
