// All rules in one process, as they share the templates of every stage, which take seconds to synthesize.
import './alarms.ts';
import './api.ts';
import './deployments.ts';
import './event-sources.ts';
import './functions.ts';
import './queues.ts';
import './scaling.ts';
import './stages.ts';
import './tables.ts';
