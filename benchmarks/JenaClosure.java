import java.util.Timer;
import java.util.TimerTask;
import org.apache.jena.rdf.model.InfModel;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.reasoner.Reasoner;
import org.apache.jena.reasoner.ReasonerRegistry;
import org.apache.jena.riot.RDFDataMgr;

/**
 * Seconds in which a rule reasoner of Jena closes a file, and how many triples the closure has.
 *
 * Arguments: owl-mini or rdfs, the file, and a limit of seconds; status 3 says that the limit was passed.
 * Loading is not counted. Jena answers partly backward, so every triple is asked for once.
 */
class JenaClosure {
    public static void main(String[] arguments) {
        Model told = RDFDataMgr.loadModel(arguments[1]);
        stopAfter(Long.parseLong(arguments[2]));
        long start = System.nanoTime();
        InfModel closed = ModelFactory.createInfModel(named(arguments[0]), told);
        closed.prepare();
        long triples = 0;
        for (var all = closed.listStatements(); all.hasNext(); all.next()) triples++;
        System.out.println((System.nanoTime() - start) / 1e9 + " " + triples);
        Runtime.getRuntime().halt(0);
    }

    static Reasoner named(String name) {
        return switch (name) {
            case "owl-mini" -> ReasonerRegistry.getOWLMiniReasoner();
            case "rdfs" -> ReasonerRegistry.getRDFSReasoner();
            default -> throw new IllegalArgumentException("owl-mini or rdfs, not " + name);
        };
    }

    static void stopAfter(long seconds) {
        TimerTask stop = new TimerTask() {
            @Override
            public void run() {
                Runtime.getRuntime().halt(3);
            }
        };
        new Timer(true).schedule(stop, seconds * 1000);
    }
}
