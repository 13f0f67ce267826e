package dev.downbeat.playbook.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers what the texts of the last {@value #CAPACITY} templates known only at run time compiled to. */
final class ProgramCache {

    private static final int CAPACITY = 2_000;
    private static final int LONGEST = 10_000; // characters; longer texts are compiled each time

    private final Map<String, Program> programs = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Program> eldest) {
            return size() > CAPACITY;
        }
    });

    Program compiled(@Nullable Object tree) {
        return Program.compile(tree, Place.NONE, this::text, 0);
    }

    private Program text(String text, Place place) {
        if (text.length() > LONGEST) {
            return Program.text(text, place);
        }
        Program known = programs.get(text);
        if (known == null) {
            known = Program.text(text, Place.NONE);
            programs.put(text, known);
        }
        return known;
    }
}
