// All rules in one process, as they share the templates of every stage, which take seconds to synthesize.
import './alarms.ts';
import './api.ts';
import './buckets.ts';
import './deployments.ts';
import './edge.ts';
import './event-sources.ts';
import './functions.ts';
import './queues.ts';
import './recovery.ts';
import './restore-testing.ts';
import './routing.ts';
import './scaling.ts';
import './stages.ts';
import './storage.ts';
import './tables.ts';
import './web-acl.ts';
