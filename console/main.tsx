import { createRoot } from 'react-dom/client';
import './styles/main.css';
import { App } from './shell/App.tsx';
import { applyTheme } from './shell/theme.ts';

applyTheme();
const root = document.getElementById('app');
if (root) createRoot(root).render(<App />);
