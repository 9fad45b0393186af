import {defineConfig} from "eslint/config";
import tseslint from "typescript-eslint";

const unused = {argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none"};

export default defineConfig(
  {ignores: ["node_modules", ".tapebook", ".site", "coverage", "plugins/catalog.ts", "core/boosting/kernels/source"]},
  {linterOptions: {noInlineConfig: true, reportUnusedDisableDirectives: "error"}},
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommended],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      eqeqeq: "error",
      "no-restricted-syntax": [
        "error",
        {selector: "ExportDefaultDeclaration", message: "no default exports"},
        {selector: "TSEnumDeclaration", message: "no enums: a union of literals"}
      ],
      "@typescript-eslint/no-unused-vars": ["error", unused],
      "@typescript-eslint/consistent-type-imports": ["error", {disallowTypeAnnotations: false}],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error"
    }
  },
  {files: ["*.config.ts"], rules: {"no-restricted-syntax": "off"}},
  {
    files: ["**/*.js"],
    extends: [tseslint.configs.base],
    rules: {eqeqeq: "error", "no-undef": "off", "no-var": "error", "prefer-const": "error"}
  }
);
