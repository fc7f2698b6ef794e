// What the browser tests share: the browser, pages that watch for faults, and the API as a second witness.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

// The browser's driver is a development dependency of the web app, not of this folder.
const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core')

export const DESKTOP = { viewport: { width: 1440, height: 900 } }
export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

/** The server under test; no test says anything without one. */
export function serverUrl() {
  const url = process.env.LUZHANG_URL
  assert.ok(url, 'LUZHANG_URL is not set: give the address of a running server, such as http://127.0.0.1:8080')
  return url.replace(/\/+$/, '')
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  })
}

/** Asks the API what the page should have been told. */
export async function ask(pathAndQuery) {
  const response = await fetch(serverUrl() + pathAndQuery, { headers: { accept: 'application/json, application/geo+json' } })
  const text = await response.text()
  assert.equal(response.status, 200, `GET ${pathAndQuery} answered ${response.status}: ${text.slice(0, 300)}`)
  return JSON.parse(text)
}

/** All rows of an answer that comes in pages. */
export async function askAll(pathAndQuery, key) {
  const found = []
  for (let next = pathAndQuery; next; ) {
    const page = await ask(next)
    found.push(...page[key])
    next = page.next ?? null
  }
  return found
}

/**
 * Opens the page, runs `steps` and then insists that nothing went wrong on the side: no console
 * error, no exception, no failed load, no request to another origin.
 */
export async function onPage(browser, device, hash, steps, { expectedErrors = 0 } = {}) {
  const origin = new URL(serverUrl()).origin
  const context = await browser.newContext({ ...device, locale: 'zh-CN' })
  const page = await context.newPage()
  const faults = []
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // A tile that scrolled away and a question that was overtaken are given up on purpose.
    if (!why.includes('ERR_ABORTED')) faults.push(`request: ${request.url()} ${why}`)
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (!['blob:', 'data:'].includes(url.protocol) && url.origin !== origin) faults.push(`left the origin: ${url}`)
  })
  try {
    await page.goto(`${serverUrl()}/${hash}`)
    await settled(page)
    await steps(page)
    assert.equal(faults.length, expectedErrors, `nothing else may go wrong on the page:\n${faults.join('\n')}`)
  } finally {
    await context.close()
  }
}

/** Waits until the map has drawn all it has; two frames first, so that a move just begun is seen. */
export async function settled(page) {
  await page.waitForFunction(() => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      done(document.querySelector('[data-map-state]')?.dataset.mapState === 'idle')
    }))
  }), undefined, { timeout: 60_000 })
}

/** Zoom, latitude and longitude that the address of the page names. */
export async function mapView(page) {
  // Asked of the page itself: the driver hears of a changed fragment a little later.
  await page.waitForFunction(() => location.hash.includes('map='))
  const hash = await page.evaluate(() => location.hash)
  const map = new URLSearchParams(hash.slice(1)).get('map')
  const [zoom, lat, lon] = map.split('/').map(Number)
  return { zoom, lat, lon }
}

/** Waits until the map stands within 30 m of a place: the address follows a flight when it has ended. */
export async function standsAt(page, place) {
  for (let tries = 0; tries < 50; tries += 1) {
    const { lon, lat } = await mapView(page)
    if (metresBetween([lon, lat], place) < 30) return true
    await page.waitForTimeout(200)
  }
  return false
}

/** The middle of the map that nothing covers, in pixels of the page. */
export async function middleOfMap(page) {
  const map = await page.getByTestId('map').boundingBox()
  const covered = await page.getByTestId('map').evaluate((element) => parseFloat(element.style.getPropertyValue('--covered')))
  return { x: map.x + map.width / 2, y: map.y + (map.height - covered) / 2 }
}

/** Hears which questions of a kind the page puts, and puts the last of them again. */
export function answersTo(page, pathPattern) {
  const asked = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (request.method() === 'GET' && pathPattern.test(url.pathname)) asked.push(url.pathname + url.search)
  })
  return {
    asked,
    again() {
      assert.ok(asked.length > 0, `the page has asked for ${pathPattern}`)
      return ask(asked.at(-1))
    },
  }
}

/** What of the panel is wider than the page, by class or kind; text for screen readers alone has no width. */
export function sticksOut(page) {
  return page.locator('.panel').evaluate((panel) => [...panel.querySelectorAll('*')]
    .filter((element) => !element.closest('.visually-hidden') && element.getBoundingClientRect().right > innerWidth + 0.5)
    .map((element) => element.className || element.tagName))
}

/** Keeps a picture when LUZHANG_SHOTS names a folder for it. */
export async function shoot(page, name) {
  const folder = process.env.LUZHANG_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await settled(page)
  await page.screenshot({ path: path.join(folder, `${name}.png`) })
}

/** Rough metres between two places, for "is this the same spot" and nothing finer. */
export function metresBetween([lon1, lat1], [lon2, lat2]) {
  const metresPerDegree = 111_195
  return metresPerDegree * Math.hypot((lon1 - lon2) * Math.cos((lat1 * Math.PI) / 180), lat1 - lat2)
}
