// Puts a filter of a list into the address. It is asked for by the server, so the reader may have followed a link meanwhile: who has gone stays gone.
window.showFiltered = (path, name, value, replaces) => {
  if (location.pathname !== path) return;
  const address = new URL(location);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  // What is left of the list begins with its first page.
  address.searchParams.delete("page");
  Blazor.navigateTo(address.href, { replaceHistoryEntry: replaces });
};
