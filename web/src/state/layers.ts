/** Which legend entries are switched off. Kept for this visit only: a forgotten switch hides danger. */
import { reactive } from 'vue'
import { GROUPS, type Group } from '../map/style'

export const hidden = reactive(new Set<Group>())

export function setShown(group: Group, shown: boolean) {
  if (shown) hidden.delete(group)
  else hidden.add(group)
}

/** Names of roads go when all roads have gone. */
export function roadNamesShown(): boolean {
  return GROUPS.some((group) => group.startsWith('roads_') && !hidden.has(group))
}
