import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { jsonata } from './build/jsonata.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), jsonata()],
  // Modules, so that workers load the ONNX runtime only when they need it.
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Read by the test that bounds the first load.
    manifest: true,
    target: 'es2023',
    // The Content-Security-Policy allows no data: URLs but for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
