import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { jsonata } from './build/jsonata.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), jsonata()],
  // Module workers can load the ONNX runtime lazily.
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The test that limits the size of the first load reads it.
    manifest: true,
    target: 'es2023',
    // The Content-Security-Policy allows data: URLs for images only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
