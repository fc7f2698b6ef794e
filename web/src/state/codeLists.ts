/** Words for values of code lists, as the schema of their collection has them. */
import { shallowReactive } from 'vue'
import { schema } from '../api/questions'
import type { CollectionSchema } from '../api/types'
import { locale } from '../i18n'

const known = shallowReactive(new Map<string, CollectionSchema | null>())

/** The value itself until its word is known, and where the list has none. */
export function listed(collection: string, field: string, value: string): string {
  if (!known.has(collection)) {
    known.set(collection, null)
    // Without the words the codes are still right; asked again with the next page.
    schema(collection).then((found) => known.set(collection, found), () => undefined)
  }
  const described = known.get(collection)?.properties?.[field]
  return described?.[locale.value === 'zh' ? 'x-enum-labels-zh' : 'x-enum-labels']?.[value] ?? value
}
