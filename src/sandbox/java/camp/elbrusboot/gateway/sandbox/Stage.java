package camp.elbrusboot.gateway.sandbox;

/** A status of one pipeline. 142 and 143 repeat in every pipeline, so only (pipeline, status) is a key (section 2.2). */
record Stage(long id, String name, int sort, boolean editable, String color, int type) {
    static final long WON = 142;
    static final long LOST = 143;
    static final int UNSORTED = 1;

    boolean closesLeads() {
        return id == WON || id == LOST;
    }
}
