import 'graphiql/style.css';
import './page.css';

// The editor is a separate file whose name has its hash: browsers store it for good.
const root = document.getElementById('app');
if (root) void import('./explorer.tsx').then(({ showExplorer }) => showExplorer(root));
