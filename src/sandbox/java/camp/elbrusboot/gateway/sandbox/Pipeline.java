package camp.elbrusboot.gateway.sandbox;

import java.util.List;
import java.util.Optional;

record Pipeline(
        long id, String name, int sort, boolean main, boolean unsortedOn, boolean archived, List<Stage> stages) {
    Pipeline {
        stages = List.copyOf(stages);
    }

    Optional<Stage> stage(long stageId) {
        return stages.stream().filter(stage -> stage.id() == stageId).findFirst();
    }

    /** Where amoCRM puts a lead that is moved to a pipeline without naming a stage. */
    Stage entrance() {
        return stages.stream()
                .filter(stage -> stage.type() != Stage.UNSORTED)
                .findFirst()
                .orElseThrow();
    }
}
