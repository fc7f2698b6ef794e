/** Which legend entries are switched off. Kept for this visit only: a forgotten switch hides danger. */
import { reactive } from 'vue'
import { GROUPS, type Switch } from '../map/style'

export const hidden = reactive(new Set<Switch>())

export function setShown(group: Switch, shown: boolean) {
  if (shown) hidden.delete(group)
  else hidden.add(group)
}

/** Names of roads go when all roads have gone. */
export function roadNamesShown(): boolean {
  return GROUPS.some((group) => group.startsWith('roads_') && !hidden.has(group))
}
