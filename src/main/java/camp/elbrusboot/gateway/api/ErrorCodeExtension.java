package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.smallrye.graphql.api.ErrorExtensionProvider;
import jakarta.json.Json;
import jakarta.json.JsonString;

/** Puts our code into {@code extensions.code} of each error. */
public class ErrorCodeExtension implements ErrorExtensionProvider {
    @Override
    public String getKey() {
        return "code";
    }

    @Override
    public JsonString mapValueFrom(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CrmException crm) {
                return Json.createValue(crm.code().name());
            }
        }
        return Json.createValue(CrmErrorCode.INTERNAL.name());
    }
}
