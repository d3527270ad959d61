package camp.elbrusboot.gateway.amocrm;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.crm.AccountProfile;
import camp.elbrusboot.gateway.crm.Company;
import camp.elbrusboot.gateway.crm.Contact;
import camp.elbrusboot.gateway.crm.ContactQuery;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.TimeSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What holds of every reader of amoCRM for contacts in lists, companies, details and the account itself. */
@NullUnmarked
abstract class ContactsContract extends ReaderScene {
    static final long COMPANY = 46_925_333;

    /** Some hundred contacts have not changed since. */
    private static final TimeSpan LATE = new TimeSpan(Instant.ofEpochSecond(1_760_000_000), null);

    @Test
    void saysWhatTheAccountIs() {
        assertThat(await(() -> reader.profile(ACCOUNT)))
                .isEqualTo(new AccountProfile("Эльбрус Буткемп", "RUB", "Europe/Moscow"));
    }

    @Test
    void readsCompaniesByTheirIds() {
        Set<Long> many = ids(60_000_001, 400);
        many.addAll(Set.of(COMPANY, 999L));
        int before = sandbox.requests();
        Map<Long, Company> companies = companies(many);
        assertThat(sandbox.requestsSince(before)).hasSize(2);
        many.remove(999L);

        assertThat(companies.keySet()).isEqualTo(many);
        assertThat(companies.get(COMPANY)).isEqualTo(new Company(COMPANY, "Тестовая комания"));
        assertThat(companies(Set.of(COMPANY))).containsExactly(Map.entry(COMPANY, companies.get(COMPANY)));
        assertThat(companies(Set.of(999L))).isEmpty();
        assertThat(companies(Set.of())).isEmpty();
    }

    @Test
    void hasTheDetailsThatWereAskedFor() {
        Set<Long> leadIds = Set.of(LEAD, LOST_LEAD, 30_000_001L);
        Map<Long, Lead> all = leads(leadIds);
        for (Set<Detail> wanted :
                List.of(Set.<Detail>of(), Set.of(Detail.LEAD_CONTACTS), Set.of(Detail.LEAD_LOSS_REASON))) {
            Map<Long, Lead> some = await(() -> reader.leads(ACCOUNT, leadIds, wanted));
            assertThat(some.keySet()).isEqualTo(leadIds);
            some.forEach((id, lead) -> {
                assertThat(lead.details()).containsAll(wanted);
                assertThat(lead)
                        .usingRecursiveComparison()
                        .ignoringFields("company.name", "contactIds", "mainContactId", "lossReason", "details")
                        .isEqualTo(all.get(id));
                assertThat(lead.contactIds())
                        .isEqualTo(
                                lead.details().contains(Detail.LEAD_CONTACTS)
                                        ? all.get(id).contactIds()
                                        : List.of());
                assertThat(lead.lossReason())
                        .isEqualTo(
                                lead.details().contains(Detail.LEAD_LOSS_REASON)
                                        ? all.get(id).lossReason()
                                        : null);
            });
        }
        Contact bare = await(() -> reader.contacts(ACCOUNT, Set.of(CONTACT, NAMELESS_CONTACT), Set.of()))
                .get(CONTACT);
        assertThat(bare.leadIds()).isEqualTo(bare.details().contains(Detail.CONTACT_LEADS) ? List.of(LEAD) : List.of());
        assertThat(contacts(Set.of(CONTACT, NAMELESS_CONTACT)).get(CONTACT).details())
                .contains(Detail.CONTACT_LEADS);
    }

    @Test
    void listsContactsLastUpdatedFirst() {
        Page<Contact> page = list(contacts(null, Set.of(), TimeSpan.ALWAYS, 0, 50));

        assertThat(page.items()).hasSize(50).extracting(Contact::id).doesNotHaveDuplicates();
        assertThat(page.items()).extracting(Contact::updatedAt).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(page.hasNext()).isTrue();
        Map<Long, Contact> byId =
                contacts(new TreeSet<>(page.items().stream().map(Contact::id).toList()));
        assertThat(page.items()).allSatisfy(contact -> assertThat(contact)
                .usingRecursiveComparison()
                .ignoringFields("company.name")
                .isEqualTo(byId.get(contact.id())));
        assertThat(list(contacts(null, Set.of(), LATE, 0, 250)).items())
                .startsWith(page.items().get(0));
    }

    @Test
    void pagesContactsWithoutGapAndRepetition() {
        List<Contact> whole =
                list(contacts(null, Set.of(), TimeSpan.ALWAYS, 0, 110)).items();
        List<Contact> pieces = new ArrayList<>();
        for (int limit : List.of(50, 33, 27)) {
            pieces.addAll(list(contacts(null, Set.of(), TimeSpan.ALWAYS, pieces.size(), limit))
                    .items());
        }
        assertThat(pieces).isEqualTo(whole);
    }

    @Test
    void listsNoContactThatWasNotAskedFor() {
        List<Contact> all = new ArrayList<>();
        boolean more = true;
        while (more) {
            Page<Contact> page = list(contacts(null, Set.of(), LATE, all.size(), 250));
            all.addAll(page.items());
            more = page.hasNext();
        }
        assertThat(all).hasSizeBetween(60, 1_500);
        assertThat(all).allMatch(contact -> LATE.contains(contact.updatedAt()));

        assertThat(list(contacts(null, Set.of(2_772_377L), LATE, 0, 250)).items())
                .isNotEmpty()
                .isEqualTo(all.stream()
                        .filter(contact -> contact.responsibleUserId() == 2_772_377)
                        .limit(250)
                        .toList());

        Instant from = all.get(50).updatedAt();
        Instant to = all.get(20).updatedAt();
        TimeSpan between = new TimeSpan(from, to);
        assertThat(list(contacts(null, Set.of(), between, 0, 250)))
                .isEqualTo(new Page<>(
                        all.stream()
                                .filter(contact -> between.contains(contact.updatedAt()))
                                .toList(),
                        false));

        TimeSpan created =
                new TimeSpan(all.get(30).createdAt(), all.get(30).createdAt().plusSeconds(1));
        assertThat(list(new ContactQuery(null, new TreeSet<>(), created, LATE, 0, 250))
                        .items())
                .isEqualTo(all.stream()
                        .filter(contact -> created.contains(contact.createdAt()))
                        .toList())
                .contains(all.get(30));
    }

    @Test
    void findsContactsByFreeText() {
        assertThat(list(contacts("test@elbrusboot.camp", Set.of(), TimeSpan.ALWAYS, 0, 50))
                        .items())
                .extracting(Contact::id)
                .containsExactly(CONTACT);
        assertThat(list(contacts("test@elbrusboot.camp", Set.of(2_772_377L), TimeSpan.ALWAYS, 0, 50)))
                .isEqualTo(new Page<>(List.of(), false));
        assertThat(list(contacts("nobody has this", Set.of(), TimeSpan.ALWAYS, 0, 50)))
                .isEqualTo(new Page<>(List.of(), false));
    }

    /** Whether or not it can tell: never an answer that is wrong. */
    @Test
    void saysWhatContactsItCannotFind() {
        ContactQuery oldest = new ContactQuery(
                null,
                new TreeSet<>(),
                new TimeSpan(null, Instant.ofEpochSecond(1_700_010_000)),
                TimeSpan.ALWAYS,
                0,
                250);
        if (canFilter()) {
            assertThat(list(oldest).items()).isNotEmpty().allMatch(oldest::admits);
            return;
        }
        CrmException failure = failure(() -> reader.contacts(ACCOUNT, oldest, OF_CONTACTS));
        assertThat(failure.code()).isEqualTo(CrmErrorCode.UNSUPPORTED);
        assertThat(failure.getMessage()).contains("contacts");
    }

    boolean canFilter() {
        return false;
    }

    static ContactQuery contacts(String text, Set<Long> users, TimeSpan updatedAt, long offset, int limit) {
        return new ContactQuery(text, new TreeSet<>(users), TimeSpan.ALWAYS, updatedAt, offset, limit);
    }

    private Map<Long, Company> companies(Set<Long> ids) {
        return await(() -> reader.companies(ACCOUNT, ids));
    }

    Page<Contact> list(ContactQuery query) {
        return await(() -> reader.contacts(ACCOUNT, query, OF_CONTACTS));
    }
}
