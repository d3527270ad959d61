package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The account and its users (sections 2.8 and 2.9). */
final class AccountRoutes {
    private final BehaviourSwitch behaviour;

    private final Account account;
    private final Documents documents;

    AccountRoutes(Account account, BehaviourSwitch behaviour) {
        this.account = account;
        this.documents = new Documents(account);
        this.behaviour = behaviour;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v4/account", (call, path) -> account(call)),
                Route.get("/api/v4/users", (call, path) -> users()));
    }

    private Reply account(Call call) {
        ObjectNode document = Json.object()
                .put("id", account.id())
                .put("name", account.name())
                .put("subdomain", account.subdomain())
                .put("current_user_id", Account.ADMINISTRATOR)
                .put("country", "RU")
                .put("currency", "RUB")
                .put("currency_symbol", "₽")
                .put("customers_mode", "segments")
                .put("is_unsorted_on", true)
                .put("is_loss_reason_enabled", true)
                .put("is_helpbot_enabled", false)
                .put("is_technical_account", false)
                .put("contact_name_display_order", 1);
        if (call.with("is_api_filter_enabled")) {
            document.put("is_api_filter_enabled", behaviour.current().apiFilter());
        }
        if (call.with("amojo_id")) {
            document.put("amojo_id", "00000000-0000-4000-8000-000000000000");
        }
        if (call.with("version")) {
            document.put("version", 11);
        }
        if (call.with("drive_url")) {
            document.put("drive_url", "https://drive.example");
        }
        documents.self(document, "account");
        ObjectNode embedded = document.putObject("_embedded");
        if (call.with("datetime_settings")) {
            embedded.putObject("datetime_settings")
                    .put("date_pattern", "d.m.Y H:i")
                    .put("short_date_pattern", "d.m.Y")
                    .put("short_time_pattern", "H:i")
                    .put("date_formant", "d.m.Y")
                    .put("time_format", "H:i:s")
                    .put("timezone", "Europe/Moscow")
                    .put("timezone_offset", "+03:00");
        }
        if (call.with("users_groups")) {
            embedded.putArray("users_groups").addObject().put("id", 0).put("name", "Отдел продаж");
        }
        return Reply.hal(document);
    }

    private Reply users() {
        ArrayNode users = Json.array();
        users.add(user(Account.ADMINISTRATOR, "Администратор", true));
        users.add(user(2_772_377L, "Менеджер", false));
        ObjectNode list =
                Json.object().put("_total_items", users.size()).put("_page", 1).put("_page_count", 1);
        documents.self(list, "users?page=1&limit=50");
        list.putObject("_embedded").set("users", users);
        return Reply.hal(list);
    }

    private ObjectNode user(long id, String name, boolean administrator) {
        ObjectNode user = Json.object()
                .put("id", id)
                .put("name", name)
                .put("email", "user" + id + "@example.com")
                .put("lang", "ru");
        user.putObject("rights")
                .put("is_admin", administrator)
                .put("is_free", false)
                .put("is_active", true)
                .putNull("group_id")
                .putNull("role_id");
        documents.self(user, "users/" + id);
        return user;
    }
}
