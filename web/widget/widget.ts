import { GroundswellPoll } from './groundswell-poll.ts';

// A page may load the script twice.
if (!customElements.get('groundswell-poll')) customElements.define('groundswell-poll', GroundswellPoll);
