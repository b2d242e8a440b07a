import { ToolbarButton, useGraphiQL } from '@graphiql/react';
import { useState } from 'react';
import { linkTo } from './share.ts';

/** Milliseconds for which the button says that the link was copied. */
const COPIED_MS = 2_000;

/** Puts a link to the query of the tab into the address and the clipboard. */
export function ShareButton() {
  const query = useGraphiQL((state) => state.queryEditor);
  const variables = useGraphiQL((state) => state.variableEditor);
  const [isCopied, setIsCopied] = useState(false);
  const share = async () => {
    const link = linkTo(location.href, { query: query?.getValue() ?? '', variables: variables?.getValue() ?? '' });
    history.replaceState(null, '', link);
    // Browsers have no clipboard without TLS; the address has the link in any case.
    await navigator.clipboard?.writeText(link).catch(() => undefined);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), COPIED_MS);
  };
  return (
    <ToolbarButton label={isCopied ? 'The address is the link' : 'Share a link to this query'} onClick={share}>
      <svg className="graphiql-toolbar-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
        <path
          strokeWidth="1.5"
          strokeLinecap="round"
          d="M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.6-1.6"
        />
      </svg>
    </ToolbarButton>
  );
}
