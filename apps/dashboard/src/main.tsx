import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiContext, createApi } from './api/api';
import { App } from './app';
import { PageFault } from './components/page-fault';
import './styles/tokens.css';
import './styles/base.css';
import './styles/header.css';
import './styles/layout.css';
import './styles/panels.css';
import './styles/tables.css';
import './styles/dialog.css';
import './styles/research.css';
import './styles/parity.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <ApiContext value={createApi(location)}>
      <PageFault>
        <App />
      </PageFault>
    </ApiContext>
  </StrictMode>,
);
