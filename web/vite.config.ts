import vue from '@vitejs/plugin-vue'
import type { ProxyOptions } from 'vite'
import { defineConfig } from 'vitest/config'

// The server that answers /api and /ogc while the page is served by Vite.
const server = process.env['LUZHANG_URL'] ?? 'http://127.0.0.1:8080'

// The server answers to its own name only and refuses pages of other origins, which this one is.
const proxied: ProxyOptions = {
  target: server,
  changeOrigin: true,
  configure: (proxy) => proxy.on('proxyReq', (request) => request.removeHeader('origin')),
}

export default defineConfig({
  plugins: [vue()],
  server: {
    // The map style lives in ../tiles, next to the tile definitions of the server.
    fs: { allow: ['..'] },
    proxy: { '/api': proxied, '/ogc': proxied },
  },
  build: {
    target: 'es2022',
    // Nothing as a data: URI: the page's policy allows those for images only.
    assetsInlineLimit: 0,
    // MapLibre alone is about 1 MB; it sits in a chunk of its own, so that a release of ours
    // does not make every phone fetch it again.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        // A worker named .mjs depends on the server knowing that extension; .js is known to all.
        assetFileNames: (asset) =>
          asset.names[0]?.endsWith('.mjs') ? 'assets/[name]-[hash].js' : 'assets/[name]-[hash][extname]',
        codeSplitting: {
          groups: [{ name: 'maplibre', test: /node_modules[\\/](maplibre-gl|@maplibre|@mapbox)/ }],
        },
      },
    },
  },
  test: { include: ['src/**/*.test.ts'] },
})
