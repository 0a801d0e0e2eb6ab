// All rules in one process, as they share the templates of every stage, which take seconds to synthesize.
import './api.ts';
import './delivery.ts';
import './event-sources.ts';
import './functions.ts';
import './queues.ts';
import './removal.ts';
import './stages.ts';
import './tables.ts';
