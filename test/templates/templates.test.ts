// All rules in one process, as they share the templates of every stage, which take seconds to synthesize.
import './api.ts';
import './buckets.ts';
import './edge.ts';
import './event-sources.ts';
import './functions.ts';
import './queues.ts';
import './recovery.ts';
import './restore-testing.ts';
import './routing.ts';
import './stages.ts';
import './storage.ts';
import './tables.ts';
import './web-acl.ts';
