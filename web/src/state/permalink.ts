/** Keeps the address of the page and its state in step, both ways. */
import { watch } from 'vue'
import { chiefView, chosenPost } from './chief'
import { chiefDay, goalDay } from './day'
import { assessView, chosenGoal, goalView } from './goals'
import { formatHash, parseHash, type Permalink } from './hash'
import { asset, at, hazard, setHazard, setLeakAsset, setLeakPlace, takeAsset } from './leak'
import { keepMapStill } from './leakMap'
import { year } from './money'
import { listId } from './routes'
import { unit } from './units'
import { flight, tool, view } from './view'
import { centre, mode, pipe, radiusM, setCentre, setPipe, showZone } from './zone'

function current(): Permalink {
  const link: Permalink = { tool: tool.value }
  if (view.value) link.view = view.value
  if (tool.value === 'zone') {
    link.radiusM = radiusM.value
    if (mode.value === 'point' && centre.value) link.at = centre.value
    if (mode.value === 'pipe' && pipe.value) link.pipe = pipe.value
  }
  if (tool.value === 'leak') {
    link.hazard = hazard.value
    if (at.value) link.at = at.value
    if (asset.value) link[asset.value.kind] = asset.value
  }
  if (tool.value === 'chief') {
    link.chiefs = chiefView.value
    if (chiefView.value === 'posts' && chosenPost.value) link.post = chosenPost.value
    if (chiefDay.value) link.on = chiefDay.value
  }
  if (tool.value === 'goals') {
    link.assess = assessView.value
    if (unit.value) link.unit = unit.value
    if (assessView.value === 'money') link.year = year.value
    if (assessView.value === 'goals') {
      if (goalDay.value) link.on = goalDay.value
      if (chosenGoal.value) Object.assign(link, { goal: chosenGoal.value, goalView: goalView.value })
    }
  }
  if (tool.value === 'routes' && listId.value) link.list = listId.value
  return link
}

/** What a link does not speak of stays as it is. */
function apply(link: Permalink) {
  if (link.view) {
    view.value = link.view
    flight.value = { to: 'view', view: link.view }
  }
  if (link.radiusM !== undefined) radiusM.value = link.radiusM
  if (link.tool === 'leak') applyLeak(link)
  else {
    if (link.at) setCentre(link.at)
    if (link.pipe) setPipe(link.pipe)
  }
  if (link.chiefs) chiefView.value = link.chiefs
  if (link.post) chosenPost.value = link.post
  if (link.on) (link.tool === 'chief' ? chiefDay : goalDay).value = link.on
  if (link.tool === 'goals') applyGoals(link)
  if (link.list) listId.value = link.list
  if (link.tool) tool.value = link.tool
  // A link that names a zone and no view shows that zone.
  if (link.at && !link.view && link.tool !== 'leak') showZone()
}

function applyGoals(link: Permalink) {
  assessView.value = link.assess ?? 'goals'
  unit.value = link.unit ?? null
  if (link.year !== undefined) year.value = link.year
  // Our own link comes back as it is: the same goal is not to be asked for again.
  if (JSON.stringify(link.goal ?? null) !== JSON.stringify(chosenGoal.value)) chosenGoal.value = link.goal ?? null
  goalView.value = link.goalView ?? 'basis'
}

/** Our own link comes back as it is: then nothing is to be done, least of all to forget what else lies under the click. */
function applyLeak(link: Permalink) {
  const chosen = (['pipe', 'node'] as const).flatMap((kind) => (link[kind] ? [{ kind, ...link[kind] }] : []))[0] ?? null
  const known = (value: unknown) => JSON.stringify(value ?? null)
  const same = known(at.value) === known(link.at)
    && known(asset.value && [asset.value.kind, asset.value.network, asset.value.code]) === known(chosen && [chosen.kind, chosen.network, chosen.code])
  if (link.hazard) setHazard(link.hazard)
  if (same) return
  if (link.at) {
    setLeakPlace(link.at, [])
    takeAsset(chosen)
  } else if (chosen) setLeakAsset(chosen)
  if (link.view) keepMapStill()
}

/** Called once, before the page is mounted, so that the map starts where the link says. */
export function followPermalink() {
  apply(parseHash(location.hash))
  // The map starts at the view by itself.
  if (flight.value?.to === 'view') flight.value = null
  window.addEventListener('hashchange', () => apply(parseHash(location.hash)))
  watch([
    tool, view, radiusM, mode, centre, pipe, chiefView, chosenPost, chiefDay, hazard, at, asset,
    assessView, unit, goalDay, chosenGoal, goalView, year, listId,
  ], () => {
    const hash = formatHash(current())
    // Replaced, not pushed: panning a map must not fill the way back.
    if (hash !== location.hash) history.replaceState(history.state, '', hash)
  })
}
