#!/bin/sh
# Renders sample reports with LibreOffice into docs/pictures/report-*.png, to be looked at.
# Needs soffice and pdftoppm; nothing in the product does.
set -eu
cd "$(dirname "$0")/.."
for tool in soffice pdftoppm; do
    if ! command -v "$tool" >/dev/null; then
        echo "$tool is not here: no pictures are made." >&2
        exit 0
    fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PYTHONPATH=. .venv/bin/python scripts/report_pictures.py "$work"
cp "$work/report-chart.png" docs/pictures/
for made in "$work"/report-*.docx "$work"/report-*.xlsx; do
    soffice --headless -env:UserInstallation="file://$work/office" \
        --convert-to pdf --outdir "$work/rendered" "$made" >/dev/null 2>&1
    name=$(basename "$made")
    # The ending tells a document from a table file of the same name.
    mv "$work/rendered/${name%.*}.pdf" "$work/$(echo "$name" | tr . -).pdf"
done
mv "$work/report-plain.pdf" "$work/report-plain-pdf.pdf"
for made in "$work"/report-*.pdf; do
    # First pages, small enough to be kept.
    pdftoppm -r 70 -png -f 1 -l 1 -singlefile "$made" "${made%.pdf}"
    cp "${made%.pdf}.png" docs/pictures/
done
