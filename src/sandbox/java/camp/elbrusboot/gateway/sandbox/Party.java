package camp.elbrusboot.gateway.sandbox;

/** A contact or a company, which are nearly the same to amoCRM and have their ids out of one range (section 4.2). */
sealed interface Party extends Entity permits Contact, Company {
    enum Kind {
        CONTACT("contact", "contacts", 1),
        COMPANY("company", "companies", 3);

        private final String word;
        private final String collection;
        private final int noteType;

        Kind(String word, String collection, int noteType) {
            this.word = word;
            this.collection = collection;
            this.noteType = noteType;
        }

        /** What a webhook calls {@code type}. */
        String word() {
            return word;
        }

        String collection() {
            return collection;
        }

        /** What a note calls {@code element_type} (section 4.5). */
        int noteType() {
            return noteType;
        }
    }

    Kind kind();

    Party changed(String newName, long newResponsibleUserId, long changedAt);
}
