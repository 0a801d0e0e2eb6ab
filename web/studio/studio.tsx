import { render } from 'preact';
// All styles are the page's own: nothing loads those of a part that comes later.
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/parts.css';
import './styles/pages.css';
import './styles/figures.css';
import './styles/editor.css';
import './styles/presenter.css';
import 'uplot/dist/uPlot.min.css';
import { App } from './app.tsx';
import { startRouter } from './router.ts';
import { takeKeyFromAddress } from './session.ts';
import { takeInvitationFromAddress } from './sign-in/invitation.ts';

takeKeyFromAddress();
takeInvitationFromAddress();
startRouter();
render(<App />, document.body);
