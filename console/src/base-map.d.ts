/** The address of the base map, made by vite.config.ts from Natural Earth without its names. */
declare module 'virtual:base-map' {
  const address: string;
  export default address;
}
