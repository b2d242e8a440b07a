declare module 'real:crypto' {
  export { default } from 'node:crypto';
}
declare module 'real:libsql' {
  export { default } from 'libsql';
}
