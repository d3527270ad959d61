package camp.elbrusboot.gateway.amocrm.wire;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;

/** Where glossaries come from: v4 knows more, and is not there in every account. */
public interface Glossaries {
    Uni<Glossary> ofLeads(AccountRef account, Priority priority);

    Uni<Glossary> ofContacts(AccountRef account, Priority priority);
}
