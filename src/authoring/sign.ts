import { isMap, isSeq, parseDocument } from 'yaml';

/** signoff.yaml with these items signed by somebody on a day (`YYYY-MM-DD`). Null: one of them is not there. */
export const signItems = (
  text: string,
  ids: readonly string[],
  { name, date }: { readonly name: string; readonly date: string },
): string | null => {
  const document = parseDocument(text);
  const items = document.get('items', true);
  if (!isSeq(items)) return null;
  for (const id of ids) {
    const item = items.items.find(one => isMap(one) && one.get('id') === id);
    if (!isMap(item)) return null;
    item.set('name', name);
    item.set('date', date);
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
};
