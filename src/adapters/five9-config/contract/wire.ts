/** How the service is called (WIRE.md, from the vendor's WSDL): wrapped document/literal, children in no namespace, no action. */
export const WIRE = {
  namespace: 'http://service.admin.ws.five9.com/',
  elementForm: 'unqualified',
  style: 'document',
  use: 'literal',
  soapAction: '',
} as const;
