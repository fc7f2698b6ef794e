/** Makes the map: workers, signs, scale, and the hand that moves it. */
import { Map as MapLibreMap, ScaleControl, setWorkerUrl, type PaddingOptions } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
// The worker as a file of our own, since the page's policy allows workers of this origin only.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { centreOf, type Box } from '../geo/bounds'
import { phone, tool, type Flight } from '../state/view'
import type { View } from '../state/hash'
import { drawIcon, iconOf } from './icons'
import { styleFor, withReferences } from './style'

setWorkerUrl(workerUrl)

/** Fonts of the reader's machine for signs that the style names no font for. */
const LOCAL_FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif'

export interface Beginning {
  container: HTMLElement
  held: Set<string> | null
  /** Reference layers of this server. */
  references: string[]
  view: View | null
  home: Box | null
  /** Pixels at the lower edge that the sheet hides. */
  covered: number
}

export function createMap({ container, held, references, view, home, covered }: Beginning): MapLibreMap {
  const map = new MapLibreMap({
    container,
    style: withReferences(styleFor(location.origin, held), location.origin, references),
    localIdeographFontFamily: LOCAL_FONTS,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    // Double-clicking ends a polygon; zooming has buttons, wheel, pinch and keys.
    doubleClickZoom: false,
    maxZoom: 19.5,
    minZoom: 4,
    fadeDuration: reducedMotion() ? 0 : 150,
    ...(view ? { center: view.centre as [number, number], zoom: view.zoom } : {}),
  })
  // Before the first fit: a box is fitted into what the sheet leaves of the map.
  map.setPadding({ bottom: covered })
  if (!view && home) map.fitBounds(home, { padding: margins(), animate: false })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new ScaleControl({ maxWidth: 110 }), 'bottom-left')
  map.setMissingStyleImageResolver((id) => {
    const sign = iconOf(id)
    const ratio = Math.max(2, window.devicePixelRatio)
    const drawn = sign && drawIcon(sign, ratio)
    if (drawn && !map.hasImage(id)) map.addImage(id, drawn, { pixelRatio: ratio })
  })
  return map
}

export function reducedMotion(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** The map's own padding stands for what covers it, so a flight only adds some air. */
export function fly(map: MapLibreMap, flight: Flight, home: Box | null) {
  const animate = !reducedMotion()
  if (flight.to === 'view') {
    const [lon = 0, lat = 0] = flight.view.centre
    map.jumpTo({ center: [lon, lat], zoom: flight.view.zoom })
    return
  }
  const box = flight.to === 'box' ? flight.box : flight.to === 'home' ? home : null
  if (flight.to === 'place' || (box && isPoint(box))) {
    const [lon = 0, lat = 0] = flight.to === 'place' ? flight.at : centreOf(box as Box)
    const zoom = (flight.to === 'place' ? flight.zoom : undefined) ?? Math.max(map.getZoom(), 15)
    map.easeTo({ center: [lon, lat], zoom, animate, duration: 700 })
  } else if (box) {
    map.fitBounds(box, { padding: margins(), maxZoom: 16.5, animate, duration: 700 })
  }
}

/** On a phone search and buttons lie over the upper and the right edge of the map; leaks, chiefs and goals have their legend there. */
function margins(): PaddingOptions {
  const legend = ['leak', 'chief', 'goals'].includes(tool.value) ? 34 : 0
  return phone.matches ? { top: 68 + legend, right: 64, bottom: 30, left: 20 } : { top: 40 + legend, right: 40, bottom: 40, left: 40 }
}

function isPoint([west, south, east, north]: Box): boolean {
  return east - west < 1e-7 && north - south < 1e-7
}
