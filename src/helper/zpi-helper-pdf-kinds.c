/* SPDX-License-Identifier: EUPL-1.2 */

/* What a PDF is made of, and of each kind of dictionary what it needs to be drawn, filled in and
 * read aloud (ISO 32000-1 and -2; the numbers of the tables are those of the first). What is not
 * named here does not go along: who made it, when and with what, small copies of pages, what runs
 * by itself, articles, what a program keeps for itself. */

#include "zpi-helper-pdf-clean.h"

#include <string.h>

/* What may stand in a place, as a set: some places take one of several kinds, and an object may
 * stand in several places. Names, numbers and lists of them stand in any. */
enum {
  BARE,
  TEXT,
  STREAM, /* what every stream has */
  BINARY, /* a stream with nothing to say of itself */
  CATALOG,
  PAGES,
  PAGE,
  CONTENT,
  RESOURCES,
  DEFAULTS, /* resources that a reader takes to fill in a form */
  FONTS,
  XOBJECTS,
  COLORS,
  COLORANTS,
  PATTERNS,
  SHADINGS,
  STATES,
  PROPERTIES,
  KEPT, /* of resources: also those that nothing draws with */
  FONT,
  GLYPHS,
  DESCRIPTOR,
  ENCODING,
  CHARACTERS,
  PROGRAM,
  PARAMETERS,
  XOBJECT,
  GROUP,
  STATE,
  SOFT_MASK,
  FUNCTION,
  HALFTONE,
  PATTERN,
  SHADING,
  COLOR,
  ANNOTATION,
  APPEARANCE,
  APPEARANCES,
  LOOK,
  ACTION,
  TARGET,
  TARGETS,
  TARGET_TREE,
  OUTLINE,
  NAMES,
  FILES,
  FILE_TREE,
  EMBEDDED,
  FORM,
  SIGNATURE,
  LAYER,
  USAGE,
  LAYERS,
  LAYERING,
  MARKED,
  STRUCTURE,
  ELEMENT,
  ELEMENT_TREE,
  ATTRIBUTES,
  CLASSES,
  LABELS,
  INTENT,
  SWITCHES, /* names and numbers, whatever they are called */
  PORTFOLIO,
  N_KINDS,
};
G_STATIC_ASSERT (N_KINDS <= 64);

#define K(kind)      (G_GUINT64_CONSTANT (1) << (kind))
#define COLOR_SPACE  (K (COLOR) | K (FUNCTION) | K (TEXT))
#define TARGET_PLACE (K (TARGET) | K (PAGE) | K (TEXT))
#define ACTION_PLACE (K (ACTION) | TARGET_PLACE)

/* @keys: divided by spaces; "*" is any other key of a dictionary that is no stream */
static const struct {
  int kind;
  const char *keys;
  guint64 values;
} rules[] = {
    /* The document (tables 28, 31, 150, 321). */
    {CATALOG, "Type Version PageLayout PageMode NeedsRendering", K (BARE)},
    {CATALOG, "Lang", K (TEXT)},
    {CATALOG, "Pages", K (PAGES)},
    {CATALOG, "PageLabels", K (LABELS)},
    {CATALOG, "Names", K (NAMES)},
    {CATALOG, "Dests", K (TARGETS)},
    {CATALOG, "ViewerPreferences MarkInfo", K (SWITCHES)},
    {CATALOG, "Outlines", K (OUTLINE)},
    {CATALOG, "OpenAction", ACTION_PLACE},
    {CATALOG, "AcroForm", K (FORM)},
    {CATALOG, "StructTreeRoot", K (STRUCTURE)},
    {CATALOG, "OutputIntents", K (INTENT)},
    {CATALOG, "OCProperties", K (LAYERS)},
    {CATALOG, "Perms", K (SIGNATURE)},
    {CATALOG, "Collection", K (PORTFOLIO)},
    {CATALOG, "AF", K (FILES)},
    {LABELS, "Limits", K (BARE)},
    {LABELS, "Kids Nums", K (LABELS)},
    {LABELS, "Type S St", K (BARE)},
    {LABELS, "P", K (TEXT)},
    {NAMES, "Dests", K (TARGET_TREE)},
    {NAMES, "EmbeddedFiles", K (FILE_TREE)},
    {INTENT, "Type S", K (BARE)},
    {INTENT, "OutputConditionIdentifier", K (TEXT)},
    {INTENT, "DestOutputProfile", COLOR_SPACE},
    {PORTFOLIO, "Type View Sort S A Subtype O V E Split", K (BARE)},
    {PORTFOLIO, "D N", K (TEXT)},
    {PORTFOLIO, "Schema *", K (PORTFOLIO)},
    {SWITCHES, "*", K (BARE)},

    /* Pages (tables 29, 30, 147). */
    {PAGES, "Type Count MediaBox CropBox Rotate", K (BARE)},
    {PAGES, "Parent", K (PAGES)},
    {PAGES, "Kids", K (PAGES) | K (PAGE)},
    {PAGES, "Resources", K (RESOURCES)},
    {PAGE, "Type MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit Tabs", K (BARE)},
    {PAGE, "StructParents", K (BARE)},
    {PAGE, "Parent", K (PAGES)},
    {PAGE, "Resources", K (RESOURCES)},
    {PAGE, "Contents", K (CONTENT)},
    {PAGE, "Group", K (GROUP)},
    {PAGE, "Annots", K (ANNOTATION)},
    {PAGE, "OutputIntents", K (INTENT)},
    {PAGE, "AF", K (FILES)},
    {GROUP, "Type S I K", K (BARE)},
    {GROUP, "CS", COLOR_SPACE},

    /* What they are drawn with (table 33). */
    {RESOURCES, "ProcSet", K (BARE)},
    {RESOURCES, "Font", K (FONTS)},
    {RESOURCES, "XObject", K (XOBJECTS)},
    {RESOURCES, "ColorSpace", K (COLORS)},
    {RESOURCES, "Pattern", K (PATTERNS)},
    {RESOURCES, "Shading", K (SHADINGS)},
    {RESOURCES, "ExtGState", K (STATES)},
    {RESOURCES, "Properties", K (PROPERTIES)},
    {DEFAULTS, "ProcSet", K (BARE)},
    {DEFAULTS, "Font", K (FONTS) | K (KEPT)},
    {DEFAULTS, "XObject", K (XOBJECTS) | K (KEPT)},
    {DEFAULTS, "ColorSpace", K (COLORS) | K (KEPT)},
    {DEFAULTS, "Pattern", K (PATTERNS) | K (KEPT)},
    {DEFAULTS, "ExtGState", K (STATES) | K (KEPT)},
    {DEFAULTS, "Encoding", K (GLYPHS)},
    {FONTS, "*", K (FONT)},
    {XOBJECTS, "*", K (XOBJECT)},
    {COLORS, "*", COLOR_SPACE},
    {COLORANTS, "*", COLOR_SPACE},
    {PATTERNS, "*", K (PATTERN)},
    {SHADINGS, "*", K (SHADING)},
    {STATES, "*", K (STATE)},
    {PROPERTIES, "*", K (LAYER) | K (MARKED)},

    /* Streams (tables 5, 8 to 13). */
    {STREAM, "Length Filter", K (BARE)},
    {STREAM, "DecodeParms", K (PARAMETERS)},
    {PARAMETERS, "Predictor Colors BitsPerComponent Columns EarlyChange ColorTransform", K (BARE)},
    {PARAMETERS, "K EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1", K (BARE)},
    {PARAMETERS, "DamagedRowsBeforeError", K (BARE)},
    {PARAMETERS, "JBIG2Globals", K (BINARY)},

    /* Fonts (tables 111 to 126). */
    {FONT, "Type Subtype BaseFont Name FirstChar LastChar Widths DW W DW2 W2", K (BARE)},
    {FONT, "FontBBox FontMatrix", K (BARE)},
    {FONT, "FontDescriptor", K (DESCRIPTOR)},
    {FONT, "Encoding ToUnicode", K (ENCODING)},
    {FONT, "DescendantFonts", K (FONT)},
    {FONT, "CIDSystemInfo", K (CHARACTERS)},
    {FONT, "CIDToGIDMap", K (BINARY)},
    {FONT, "CharProcs", K (GLYPHS)},
    {FONT, "Resources", K (RESOURCES)},
    {GLYPHS, "*", K (CONTENT) | K (ENCODING)},
    {DESCRIPTOR, "Type FontName FontStretch FontWeight Flags FontBBox ItalicAngle", K (BARE)},
    {DESCRIPTOR, "Ascent Descent Leading CapHeight XHeight StemV StemH", K (BARE)},
    {DESCRIPTOR, "AvgWidth MaxWidth MissingWidth Lang", K (BARE)},
    {DESCRIPTOR, "FontFamily CharSet Panose", K (TEXT)},
    {DESCRIPTOR, "FontFile FontFile2 FontFile3", K (PROGRAM)},
    {DESCRIPTOR, "CIDSet", K (BINARY)},
    {DESCRIPTOR, "Style FD", K (DESCRIPTOR)},
    {ENCODING, "Type BaseEncoding Differences CMapName WMode", K (BARE)},
    {ENCODING, "CIDSystemInfo", K (CHARACTERS)},
    {ENCODING, "UseCMap", K (ENCODING)},
    {CHARACTERS, "Registry Ordering", K (TEXT)},
    {CHARACTERS, "Supplement", K (BARE)},
    {PROGRAM, "Length1 Length2 Length3 Subtype", K (BARE)},

    /* Pictures and forms (tables 89, 95, 96). */
    {XOBJECT, "Type Subtype FormType BBox Matrix StructParent StructParents Name", K (BARE)},
    {XOBJECT, "Width Height BitsPerComponent Intent ImageMask Decode Interpolate", K (BARE)},
    {XOBJECT, "SMaskInData Matte DefaultForPrinting", K (BARE)},
    {XOBJECT, "Resources", K (RESOURCES)},
    {XOBJECT, "Group", K (GROUP)},
    {XOBJECT, "OC", K (LAYER)},
    {XOBJECT, "ColorSpace", COLOR_SPACE},
    {XOBJECT, "Mask SMask Alternates Image", K (XOBJECT)},

    /* How it is drawn (tables 58, 73 to 84, 130, 144). */
    {STATE, "Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK UseBlackPtComp", K (BARE)},
    {STATE, "Font", K (FONT)},
    {STATE, "BG BG2 UCR UCR2 TR TR2", K (FUNCTION)},
    {STATE, "HT", K (HALFTONE)},
    {STATE, "HTO", K (BARE)},
    {STATE, "SMask", K (SOFT_MASK)},
    {SOFT_MASK, "Type S BC", K (BARE)},
    {SOFT_MASK, "G", K (XOBJECT)},
    {SOFT_MASK, "TR", K (FUNCTION)},
    {FUNCTION, "FunctionType Domain Range Size BitsPerSample Order Encode Decode", K (BARE)},
    {FUNCTION, "C0 C1 N Bounds", K (BARE)},
    {FUNCTION, "Functions", K (FUNCTION)},
    {HALFTONE, "Type HalftoneType Frequency Angle AccurateScreens Width Height", K (BARE)},
    {HALFTONE, "Xsquare Ysquare Width2 Height2", K (BARE)},
    {HALFTONE, "SpotFunction TransferFunction", K (FUNCTION)},
    {HALFTONE, "*", K (HALFTONE)},
    {PATTERN, "Type PatternType PaintType TilingType BBox XStep YStep Matrix", K (BARE)},
    {PATTERN, "Resources", K (RESOURCES)},
    {PATTERN, "Shading", K (SHADING)},
    {PATTERN, "ExtGState", K (STATE)},
    {SHADING, "ShadingType Background BBox AntiAlias Coords Domain Extend Matrix", K (BARE)},
    {SHADING, "BitsPerCoordinate BitsPerComponent BitsPerFlag Decode VerticesPerRow", K (BARE)},
    {SHADING, "ColorSpace", COLOR_SPACE},
    {SHADING, "Function", K (FUNCTION)},
    {COLOR, "N Range WhitePoint BlackPoint Gamma Matrix Subtype Components", K (BARE)},
    {COLOR, "Alternate ColorSpace", COLOR_SPACE},
    {COLOR, "Colorants", K (COLORANTS)},
    {COLOR, "Process MixingHints", K (COLOR)},
    {COLOR, "Solidities", K (SWITCHES)},
    {COLOR, "PrintingOrder", K (BARE)},

    /* What lies on them, and fields (tables 164 to 192, 220 to 232). A note keeps what it says. */
    {ANNOTATION, "Type Subtype Rect F AS Border C StructParent H QuadPoints RT CA Open", K (BARE)},
    {ANNOTATION, "Name L LE IC LL LLE LLO CP CO Cap Vertices InkList IT RD Q CL Sy", K (BARE)},
    {ANNOTATION, "Repeat FT Ff MaxLen TI I ca BM", K (BARE)},
    {ANNOTATION, "Contents RC Subj State StateModel DA DS OverlayText Lang", K (TEXT)},
    {ANNOTATION, "T TU TM Opt", K (TEXT)},
    {ANNOTATION, "P", K (PAGE)},
    {ANNOTATION, "Popup Parent IRT Kids", K (ANNOTATION)},
    {ANNOTATION, "AP", K (APPEARANCE)},
    {ANNOTATION, "RO", K (XOBJECT)},
    {ANNOTATION, "OC", K (LAYER)},
    {ANNOTATION, "A", K (ACTION)},
    {ANNOTATION, "Dest", TARGET_PLACE},
    {ANNOTATION, "BS BE MK", K (LOOK)},
    {ANNOTATION, "FS AF", K (FILES)},
    {ANNOTATION, "V DV", K (TEXT) | K (SIGNATURE)},
    {APPEARANCE, "N R D", K (APPEARANCES) | K (XOBJECT)},
    {APPEARANCES, "*", K (XOBJECT)},
    {LOOK, "Type W S D I R BC BG TP SW A FB", K (BARE)},
    {LOOK, "CA RC AC", K (TEXT)},
    {LOOK, "I RI IX", K (XOBJECT)},
    {LOOK, "IF", K (LOOK)},
    {FORM, "NeedAppearances SigFlags Q", K (BARE)},
    {FORM, "DA", K (TEXT)},
    {FORM, "Fields CO", K (ANNOTATION)},
    {FORM, "DR", K (DEFAULTS)},
    {FORM, "XFA", K (TEXT) | K (BINARY)},
    {SIGNATURE, "Type DocMDP UR3", K (SIGNATURE)},

    /* Where links lead, and what they do (tables 149, 151 to 153, 198 to 214). */
    {TARGET, "D", TARGET_PLACE},
    {TARGETS, "*", TARGET_PLACE},
    {TARGET_TREE, "Kids", K (TARGET_TREE)},
    {TARGET_TREE, "Names", TARGET_PLACE},
    {TARGET_TREE, "Limits", K (TEXT)},
    {OUTLINE, "Type Count C F", K (BARE)},
    {OUTLINE, "Title", K (TEXT)},
    {OUTLINE, "First Last Next Prev Parent", K (OUTLINE)},
    {OUTLINE, "Dest", TARGET_PLACE},
    {OUTLINE, "A", K (ACTION)},
    {OUTLINE, "SE", K (ELEMENT)},
    {ACTION, "Type S N IsMap H PreserveRB Flags", K (BARE)},
    {ACTION, "URI", K (TEXT)},
    {ACTION, "D", TARGET_PLACE},
    {ACTION, "T Fields", K (TEXT) | K (ANNOTATION)},
    {ACTION, "State", K (LAYER)},
    {ACTION, "Next", K (ACTION)},

    /* Files in it (tables 44 to 46). */
    {FILE_TREE, "Kids", K (FILE_TREE)},
    {FILE_TREE, "Names", K (TEXT) | K (FILES)},
    {FILE_TREE, "Limits", K (TEXT)},
    {FILES, "Type AFRelationship", K (BARE)},
    {FILES, "FS F UF Desc DOS Mac Unix", K (TEXT)},
    {FILES, "EF", K (EMBEDDED)},
    {EMBEDDED, "Type Subtype Size", K (BARE)},
    {EMBEDDED, "F UF DOS Mac Unix Params", K (EMBEDDED)},

    /* Layers (tables 98 to 103). */
    {LAYERS, "OCGs", K (LAYER)},
    {LAYERS, "D Configs", K (LAYERING)},
    {LAYERING, "Name", K (TEXT)},
    {LAYERING, "BaseState Intent ListMode Event Category", K (BARE)},
    {LAYERING, "ON OFF RBGroups Locked OCGs", K (LAYER)},
    {LAYERING, "Order", K (LAYER) | K (TEXT)},
    {LAYERING, "AS", K (LAYERING)},
    {LAYER, "Type Intent P", K (BARE)},
    {LAYER, "Name", K (TEXT)},
    {LAYER, "OCGs VE", K (LAYER)},
    {LAYER, "Usage", K (USAGE)},
    {USAGE, "Language Export Zoom Print View PageElement", K (SWITCHES)},

    /* What is read aloud, and in which order (tables 319 to 326, 352). */
    {MARKED, "Type Subtype MCID Attached BBox", K (BARE)},
    {MARKED, "ActualText Alt E Lang", K (TEXT)},
    {STRUCTURE, "Type ParentTreeNextKey", K (BARE)},
    {STRUCTURE, "K", K (ELEMENT)},
    {STRUCTURE, "IDTree ParentTree", K (ELEMENT_TREE)},
    {STRUCTURE, "RoleMap", K (SWITCHES)},
    {STRUCTURE, "ClassMap", K (CLASSES)},
    {ELEMENT_TREE, "Kids", K (ELEMENT_TREE)},
    {ELEMENT_TREE, "Names", K (ELEMENT) | K (TEXT)},
    {ELEMENT_TREE, "Nums", K (ELEMENT)},
    {ELEMENT_TREE, "Limits", K (TEXT)},
    {ELEMENT, "Type S R C MCID", K (BARE)},
    {ELEMENT, "ID T Lang Alt E ActualText", K (TEXT)},
    {ELEMENT, "P", K (ELEMENT) | K (STRUCTURE)},
    {ELEMENT, "K Ref", K (ELEMENT)},
    {ELEMENT, "A", K (ATTRIBUTES)},
    {ELEMENT, "Pg", K (PAGE)},
    {ELEMENT, "Stm", K (XOBJECT)},
    {ELEMENT, "StmOwn Obj", K (ANNOTATION) | K (XOBJECT) | K (PAGE)},
    {CLASSES, "*", K (ATTRIBUTES)},
    {ATTRIBUTES, "Headers Summary Desc Short", K (TEXT)},
    {ATTRIBUTES, "P", 0},
    {ATTRIBUTES, "*", K (BARE)},
};

const guint64 pdf_root_kinds = K (CATALOG);

/* "KIND KEY" → what may stand there. */
static GHashTable *
get_table (void)
{
  static GHashTable *table;

  if (table != NULL)
    return table;
  table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_auto (GStrv) keys = g_strsplit (rules[i].keys, " ", -1);

    for (guint j = 0; keys[j] != NULL; j++) {
      char *key = g_strdup_printf ("%d /%s", rules[i].kind, keys[j]);
      guint64 *known = g_hash_table_lookup (table, key);
      guint64 values = rules[i].values | (known != NULL ? *known : 0);

      g_hash_table_replace (table, key, g_memdup2 (&values, sizeof values));
    }
  }
  return table;
}

/* (nullable) */
static const guint64 *
look_up (int kind, const char *key)
{
  g_autofree char *word = g_strdup_printf ("%d %s", kind, key);

  return g_hash_table_lookup (get_table (), word);
}

guint64
pdf_kinds_at (guint64 kinds, const char *key, gboolean is_stream)
{
  guint64 found = 0;

  if (is_stream)
    kinds |= K (STREAM);
  for (int kind = 0; kind < N_KINDS; kind++) {
    const guint64 *values;

    if ((kinds & K (kind)) == 0)
      continue;
    values = look_up (kind, key);
    if (values == NULL && !is_stream)
      values = look_up (kind, "/*");
    found |= values != NULL ? *values : 0;
  }
  return found;
}

gboolean
pdf_kinds_take_text (guint64 kinds)
{
  return (kinds & K (TEXT)) != 0;
}

gboolean
pdf_kinds_take_stream (guint64 kinds)
{
  const guint64 streams = K (TEXT) | K (BINARY) | K (CONTENT) | K (ENCODING) | K (PROGRAM) |
                          K (XOBJECT) | K (FUNCTION) | K (HALFTONE) | K (PATTERN) | K (SHADING) |
                          K (COLOR) | K (EMBEDDED);

  return (kinds & streams) != 0;
}

gboolean
pdf_kinds_take_content (guint64 kinds)
{
  return (kinds & (K (CONTENT) | K (XOBJECT) | K (PATTERN))) != 0;
}

gboolean
pdf_kinds_are_used_by_name (guint64 kinds)
{
  const guint64 by_name = K (FONTS) | K (XOBJECTS) | K (COLORS) | K (PATTERNS) | K (SHADINGS) |
                          K (STATES) | K (PROPERTIES);

  return (kinds & by_name) != 0 && (kinds & ~by_name) == 0;
}

gboolean
pdf_kinds_are_action (guint64 kinds)
{
  return (kinds & K (ACTION)) != 0;
}

gboolean
pdf_kinds_are_intent (guint64 kinds)
{
  return (kinds & K (INTENT)) != 0;
}
