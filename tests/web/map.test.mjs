// The page in a real browser, against a server that is up. What it shows is compared with what the API says.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  ask, askAll, DESKTOP, launch, mapView, metresBetween, middleOfMap, onPage, PHONE, serverUrl, settled, shoot,
} from './browser.mjs'

let browser
/** A place where somebody lives, as longitude and latitude. */
let home

before(async () => {
  serverUrl()
  const { features } = await ask('/ogc/collections/households/items?limit=1')
  assert.ok(features?.length, 'the store of the server must hold households')
  home = features[0].geometry.coordinates
  browser = await launch()
})

after(() => browser?.close())

const hereAt = (zoom) => `#map=${zoom}/${home[1]}/${home[0]}`
const number = (text) => Number(text.replaceAll(',', ''))

/** Count and persons on the page, and what the API says for the centre that the page shows. */
async function checkZone(page, radiusM) {
  await page.locator('[data-testid=zone-result][data-state=done]').waitFor()
  const { lon, lat } = await page.getByTestId('zone-centre').evaluate((element) => ({ ...element.dataset }))
  assert.match(lon, /^-?\d+\.\d{7}$/)
  assert.match(lat, /^-?\d+\.\d{7}$/)
  const said = await ask(`/api/v1/households/within?lon=${lon}&lat=${lat}&radius_m=${radiusM}&return=count`)
  assert.equal(number(await page.getByTestId('zone-count').textContent()), said.count)
  assert.equal(number(await page.getByTestId('zone-persons').textContent()), said.persons)
  return { at: [Number(lon), Number(lat)], count: said.count }
}

test('the page opens on the whole area, says whether its data is invented, and starts in Chinese', async () => {
  const world = await ask('/api/v1/world')
  await onPage(browser, DESKTOP, '', async (page) => {
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN')
    assert.equal(await page.getByTestId('invented').count(), world.invented ? 1 : 0)
    const { lon, lat } = await mapView(page)
    const [west, south, east, north] = world.bbox
    assert.ok(lon > west && lon < east && lat > south && lat < north, 'the map stands within the area')
    await shoot(page, 'desktop-1-home')
  })
})

test('a click in the leak zone tool counts the households that the API counts', async () => {
  await onPage(browser, DESKTOP, hereAt(16), async (page) => {
    await page.getByTestId('tool-zone').click()
    await page.getByTestId('zone-radius').fill('300')
    const { x, y } = await middleOfMap(page)
    await page.mouse.click(x, y)
    const { at, count } = await checkZone(page, 300)
    assert.ok(metresBetween(at, home) < 3, `the centre is where the click was, not ${metresBetween(at, home)} m away`)
    assert.ok(count > 0, 'somebody lives here')
    assert.ok(await page.locator('[data-testid=zone-list] li').count() > 0)
    await shoot(page, 'desktop-2-zone')

    // The slider's keys change the same radius.
    await page.getByRole('slider').press('End')
    await page.waitForFunction(() => document.querySelector('[data-testid=zone-radius]').value === '2000')
    await checkZone(page, 2000)
    await shoot(page, 'desktop-3-zone-2000')
  })
})

test('a zone can be drawn as a polygon', async () => {
  await onPage(browser, DESKTOP, hereAt(15), async (page) => {
    await page.getByTestId('tool-zone').click()
    await page.getByTestId('zone-mode-polygon').click()
    const { x, y } = await middleOfMap(page)
    for (const [dx, dy] of [[-180, -150], [170, -160], [200, 140], [-160, 170]]) await page.mouse.click(x + dx, y + dy)
    await page.getByTestId('zone-finish').click()
    await page.locator('[data-testid=zone-result][data-state=done]').waitFor()
    assert.ok(number(await page.getByTestId('zone-count').textContent()) > 0)
    await shoot(page, 'desktop-4-polygon')
  })
})

test('a zone along a pipe counts the households that the API counts', async () => {
  const { features } = await ask('/ogc/collections/gas_pipes/items?limit=1')
  const code = features[0].id
  await onPage(browser, DESKTOP, `#tool=zone&pipe=gas:${encodeURIComponent(code)}&r=150`, async (page) => {
    await page.locator('[data-testid=zone-result][data-state=done]').waitFor()
    assert.equal(await page.getByTestId('zone-pipe').textContent(), String(code))
    const said = await ask(`/api/v1/households/within?network=gas&pipe=${encodeURIComponent(code)}&radius_m=150&return=count`)
    assert.equal(number(await page.getByTestId('zone-count').textContent()), said.count)
    await shoot(page, 'desktop-5-pipe')
  })
})

test('what the server refuses is told in its own words', async () => {
  await onPage(browser, DESKTOP, hereAt(16), async (page) => {
    await page.route('**/api/v1/households/within*', (route) => route.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      body: JSON.stringify({ title: 'Out of range', detail: 'radius_m must be at most 50,000', status: 422 }),
    }))
    await page.getByTestId('tool-zone').click()
    await page.getByTestId('zone-use-centre').click()
    await page.getByTestId('problem').waitFor()
    assert.match(await page.getByTestId('problem').textContent(), /radius_m must be at most 50,000/)
    // The browser itself logs the status of the refusal.
  }, { expectedErrors: 1 })
})

test('a radius that makes no sense is refused beside its field and not asked', async () => {
  await onPage(browser, DESKTOP, `${hereAt(16)}&tool=zone`, async (page) => {
    await page.getByTestId('zone-radius').fill('60000')
    assert.equal(await page.getByTestId('zone-radius').getAttribute('aria-invalid'), 'true')
    assert.equal(await page.getByTestId('zone-result').count(), 0)
  })
})

test('the stretches of a road chief are those of the API, in the list and on the map', async () => {
  const { posts } = await ask('/api/v1/chiefs?level=county&limit=100')
  let post
  let segments = []
  for (const candidate of posts) {
    if (candidate.kind !== 'route') continue
    const rows = await askAll(`/api/v1/chiefs/${encodeURIComponent(candidate.code)}/roads?limit=500`, 'rows')
    if (rows.length === 0 || rows.length > 1000) continue
    post = candidate
    segments = rows.map((row) => row.segment)
    break
  }
  assert.ok(post, 'the store must hold a county route post with roads')

  await onPage(browser, DESKTOP, '', async (page) => {
    await page.getByTestId('tool-chief').click()
    await page.getByTestId('post').first().waitFor()
    await shoot(page, 'desktop-6-posts')
    await page.getByTestId('post-filter').fill(post.code)
    await page.locator(`[data-testid=post][data-code="${post.code}"]`).click()
    await page.locator('[data-testid=chief-rows][data-state=done] [data-testid=chief-row]').first().waitFor()
    const shown = await page.getByTestId('chief-row').evaluateAll((rows) => rows.map((row) => row.dataset.segment))
    assert.deepEqual(shown.toSorted(), segments.toSorted())
    assert.equal(await page.getByTestId('map').getAttribute('data-highlighted-rows'), String(segments.length))
    await page.waitForFunction(() => location.hash.includes('post='))
    await shoot(page, 'desktop-7-chief')
  })
})

test('stretches without a chief have a view of their own', async () => {
  const { length_km: lengthKm, rows } = await ask('/api/v1/chiefs/unassigned?limit=1')
  await onPage(browser, DESKTOP, '#tool=chief&chiefs=unassigned', async (page) => {
    await page.locator('[data-testid=chief-rows][data-state=done]').waitFor({ timeout: 60_000 })
    if (rows.length === 0) await page.getByTestId('chief-empty').waitFor()
    else if (lengthKm) assert.equal(number((await page.getByTestId('chief-length').textContent()).replace(' km', '')), Number(lengthKm))
    await shoot(page, 'desktop-8-unassigned')
  })
})

test('a road that is searched for is flown to and shown', async () => {
  const { features } = await ask('/ogc/collections/roads/items?limit=1')
  const code = String(features[0].id)
  const positions = features[0].geometry.coordinates.flat(features[0].geometry.type === 'MultiLineString' ? 1 : 0)
  await onPage(browser, DESKTOP, '', async (page) => {
    const before = await page.evaluate(() => location.href)
    await page.getByTestId('search').fill(code)
    await page.getByTestId('search-result').first().click()
    await page.waitForFunction((url) => location.href !== url, before)
    await page.locator('[data-testid=feature][data-state=done]').waitFor()
    await settled(page)
    const { lon, lat } = await mapView(page)
    const [lons, lats] = [0, 1].map((axis) => positions.map((position) => position[axis]))
    const slack = 0.02
    assert.ok(lon > Math.min(...lons) - slack && lon < Math.max(...lons) + slack, 'the map stands on the road')
    assert.ok(lat > Math.min(...lats) - slack && lat < Math.max(...lats) + slack, 'the map stands on the road')
    assert.match(await page.getByTestId('feature').textContent(), new RegExp(code))
    await shoot(page, 'desktop-9-search')
  })
})

test('without a mouse: Enter on the map inspects the place in its middle', async () => {
  const said = await ask(`/api/v1/locate?lon=${home[0].toFixed(7)}&lat=${home[1].toFixed(7)}`)
  await onPage(browser, DESKTOP, hereAt(16), async (page) => {
    await page.locator('canvas').focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-testid=located][data-state=done]').waitFor()
    if (said.road) assert.equal(await page.getByTestId('located-road').textContent(), said.road)
    for (const { name } of said.jurisdictions) assert.match(await page.getByTestId('located').textContent(), new RegExp(name))
    await shoot(page, 'desktop-10-inspect')
  })
})

test('a reference layer is drawn, can be asked and can be switched off', async () => {
  const { collections } = await ask('/api/v1/world')
  assert.ok(collections.some(({ name, reference }) => name === 'stones' && reference), 'scripts/web-test brings it')
  const { features: [point] } = await ask('/ogc/collections/stones/items')
  const [lon, lat] = point.geometry.coordinates
  await onPage(browser, DESKTOP, `#map=17/${lat}/${lon}`, async (page) => {
    const { x, y } = await middleOfMap(page)
    await page.mouse.click(x, y)
    const card = page.locator('[data-testid=feature][data-state=done]')
    await card.waitFor()
    assert.ok((await card.textContent()).includes(point.properties.name))
    await shoot(page, 'desktop-12-reference')
    await page.getByTestId('layer-reference').first().uncheck()
    await settled(page)
    await page.mouse.click(x, y)
    await page.waitForFunction((name) => !document.querySelector('[data-testid=feature]')?.textContent.includes(name), point.properties.name)
  })
})

test('English is one press away and remembered', async () => {
  await onPage(browser, DESKTOP, hereAt(13), async (page) => {
    await page.getByTestId('language-en').click()
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    await page.reload()
    await settled(page)
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    assert.match(await page.getByTestId('tool-zone').textContent(), /Zone/)
    await shoot(page, 'desktop-11-english')
  })
})

test('on a phone the map is above a sheet, and a tap counts what the API counts', async () => {
  await onPage(browser, PHONE, hereAt(15.5), async (page) => {
    await shoot(page, 'phone-1-start')
    await page.getByTestId('tool-zone').tap()
    await page.getByTestId('zone-radius').fill('300')
    const { x, y } = await middleOfMap(page)
    await page.touchscreen.tap(x, y)
    const { count } = await checkZone(page, 300)
    assert.ok(count > 0)
    assert.ok(await page.getByTestId('zone-count').isVisible())
    await shoot(page, 'phone-2-zone')
    await page.getByTestId('sheet-handle').tap()
    await page.waitForFunction(() => document.querySelector('.panel').getBoundingClientRect().height > innerHeight * 0.8)
    await shoot(page, 'phone-3-sheet')
    const overflow = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth)
    assert.ok(overflow <= 0, `nothing may stick out to the side, ${overflow} px do`)
  })
})

test('on a phone every tool fits the width', async () => {
  await onPage(browser, PHONE, '', async (page) => {
    for (const tool of ['layers', 'chief', 'goals', 'routes', 'inspect']) {
      await page.getByTestId(`tool-${tool}`).tap()
      if (tool === 'chief') await page.getByTestId('post').first().waitFor()
      if (tool === 'goals') await page.getByTestId('goal-row').first().waitFor({ timeout: 60_000 })
      if (tool === 'routes') await page.getByTestId('route-make').waitFor()
      const wide = await page.locator('.panel').evaluate((panel) => [...panel.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
        .map((element) => element.className || element.tagName))
      assert.deepEqual(wide, [], `${tool} sticks out`)
      await shoot(page, `phone-4-${tool}`)
    }
  })
})
