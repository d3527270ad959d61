package camp.elbrusboot.gateway.sandbox;

import java.util.ArrayList;
import java.util.List;

/** What an account holds at first. */
record AccountContent(
        FieldDefinitions fields,
        List<Pipeline> pipelines,
        List<LossReason> lossReasons,
        List<Company> companies,
        List<Contact> contacts,
        List<Lead> leads,
        List<AccountEvent> newestEventsFirst) {
    AccountContent {
        pipelines = List.copyOf(pipelines);
        lossReasons = List.copyOf(lossReasons);
        companies = List.copyOf(companies);
        contacts = List.copyOf(contacts);
        leads = List.copyOf(leads);
        newestEventsFirst = List.copyOf(newestEventsFirst);
    }

    /** The recorded documents, and enough beside them to page through. */
    static AccountContent ofFirst() {
        List<Pipeline> recorded = Samples.pipelines();
        GeneratedData generated = new GeneratedData(recorded);
        return new AccountContent(
                FieldDefinitions.ofFirst(),
                joined(recorded, GeneratedData.pipelines()),
                GeneratedData.lossReasons(),
                joined(Samples.companies(), generated.companies()),
                joined(Samples.contacts(), generated.contacts()),
                joined(Samples.leads(), generated.leads()),
                Samples.events());
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
