# L’anglais et le français sont écrits ensemble; aucun n’est l’original. Un test compare clés et variables.

### general

label-error = erreur :
place-line = ligne { $line }
place-column = colonne { $column }
place-key = clé { $key }
more-problems = … et { $count } autres problèmes du même genre.
help-heading-usage = Utilisation :
help-heading-commands = Commandes
help-heading-options = Options
help-heading-arguments = Arguments
help-heading-examples = Exemples :
help-archipel = Un nœud d’échange de données fédéré : un indice commun, aucun dossier partagé
help-lang = Langue des messages : en ou fr (sinon selon les paramètres régionaux)
help-json = Afficher les données en JSON
help-help = Afficher l’aide
help-version = Afficher la version

### end of general

### usage

err-usage-unknown-argument = L’argument { $argument } n’existe pas.
fix-usage-unknown-argument = Consultez l’aide avec --help.
err-usage-unknown-command = La commande { $argument } n’existe pas.
fix-usage-unknown-command = Consultez les commandes avec --help.
err-usage-missing-argument = Il manque un argument : { $argument }.
fix-usage-missing-argument = Ajoutez-le; --help explique chaque argument.
err-usage-missing-command = Il manque une commande.
fix-usage-missing-command = Consultez les commandes avec --help.
err-usage-bad-value = { $argument } n’accepte pas la valeur « { $value } ».
fix-usage-bad-value = Consultez l’aide avec --help.
err-usage-conflict = { $argument } ne peut pas accompagner un autre argument ici.
fix-usage-conflict = Retirez l’un des deux.
err-usage-other = Les arguments sont incompréhensibles.
fix-usage-other = Consultez l’aide avec --help.
usage-nearest = Vouliez-vous dire : { $nearest }?

### end of usage

### settings files

err-document-syntax = Le fichier n’est pas du TOML valide : { $detail }.
fix-document-syntax = Corrigez la ligne; les textes sont entre guillemets, les listes entre crochets.
err-document-unknown-key = La clé { $key } n’est pas connue ici.
fix-document-unknown-key = Retirez-la, ou écrivez la clé connue la plus proche : { $nearest }.
err-document-missing-key = La clé { $key } est absente.
fix-document-missing-key = Ajoutez { $key }; la référence indique ce qu’elle accepte.
err-document-wrong-type = { $key } doit être de la forme : { $expected }.
fix-document-wrong-type = Écrivez la valeur sous cette forme.
err-document-not-allowed = { $key } accepte : { $expected }.
fix-document-not-allowed = Écrivez l’une de ces valeurs.
err-document-missing-language = { $key } n’a pas de texte en « { $language } ».
fix-document-missing-language = Écrivez-le dans chaque langue : {"{"} en = "…", fr = "…" {"}"}.
err-folder-unreadable = Impossible de lire { $path } : { $reason }.
fix-folder-unreadable = Vérifiez le chemin et les droits d’accès.
err-folder-too-large = Le dossier { $path } contient plus de { $limit_mib } Mio.
fix-folder-too-large = Un dossier de charte ne contient que les fichiers de la charte; déplacez le reste.

### end of settings files

### charter

err-charter-file-missing = La charte nomme le fichier { $file }, absent de son dossier.
fix-charter-file-missing = Placez { $file } à côté de charter.toml, ou corrigez le nom.
err-charter-not-text = { $file } n’est pas du texte UTF-8.
fix-charter-not-text = Enregistrez-le en UTF-8.
err-charter-geography-header = L’en-tête de la géographie n’est pas { $expected }.
fix-charter-geography-header = Écrivez cet en-tête en première ligne : { $expected }
err-charter-geography-line = Cette ligne n’a pas les champs { $expected }.
fix-charter-geography-line = Donnez chaque champ; mettez entre guillemets les noms qui ont des virgules.
err-charter-geography-area = Cette ligne n’a pas de code valide, ou nomme un niveau que la charte ne connaît pas.
fix-charter-geography-area = Les codes ont de 1 à 64 lettres, chiffres, - _ . ; niveaux : { $levels }.
err-charter-area-twice = Le territoire { $code } figure deux fois; d’abord à la ligne { $first }.
fix-charter-area-twice = Retirez-en un, ou donnez-lui un autre code.
err-charter-area-parent = Le parent de { $code } n’est pas un territoire du niveau supérieur ({ $level }).
fix-charter-area-parent = Donnez le code de son parent; seule la racine n’en a pas.
err-charter-geography-roots = La géographie compte { $count } territoires au premier niveau; il en faut un seul.
fix-charter-geography-roots = Placez un seul territoire au-dessus de tous les autres.
err-charter-id-twice = L’identifiant « { $id } » est utilisé deux fois.
fix-charter-id-twice = Donnez un autre identifiant à l’un des deux.
err-charter-id-reserved = L’identifiant « { $id } » est déjà le nom d’une colonne des résultats.
fix-charter-id-reserved = Choisissez un autre identifiant.
err-charter-unknown-reference = « { $id } » ne figure pas dans : { $known }.
fix-charter-unknown-reference = Corrigez l’identifiant, ou ajoutez ce qu’il désigne.
err-charter-number-range = La valeur sort de ce qui est permis : { $allowed }.
fix-charter-number-range = Choisissez une valeur dans cet intervalle.
err-charter-dates = La charte se termine avant de commencer.
fix-charter-dates = Corrigez starts ou ends.
err-charter-bands = Les seuils des classes ne croissent pas de plus de 0 à 100 au plus, ou la dernière classe a une fin.
fix-charter-bands = Énumérez les classes de la plus basse à la plus haute, chacune avec un « below » plus grand, la dernière sans.
err-charter-partition = « { $id } » n’est pas une partition plus grossière : chaque catégorie doit être reprise une seule fois, sans diviser celles de la partition précédente.
fix-charter-partition = Formez au moins deux catégories, moins qu’auparavant, et énumérez dans « of » chaque catégorie, une seule fois.
err-charter-area-shared = Le membre { $other } parle déjà au nom du territoire { $code }, d’une de ses parties ou d’un territoire qui le contient.
fix-charter-area-shared = Ne laissez qu’un membre par territoire, et énumérez chaque territoire une seule fois.
err-charter-lattice-too-large = Un tableau aurait plus de { $limit } combinaisons de catégories.
fix-charter-lattice-too-large = Retirez des groupes, ou employez des partitions plus grossières.
err-charter-unit-not-yet = Cette version ne calcule pas les méthodes dont l’unité est « area ».
fix-charter-unit-not-yet = Employez unit = "person".
err-charter-not-yet-in-force = La charte n’entre en vigueur que le { $starts }.
fix-charter-not-yet-in-force = Attendez cette date, ou convenez d’une nouvelle version.
err-charter-ended = La charte a pris fin le { $ends }.
fix-charter-ended = Convenez d’une nouvelle version et signez-la.
err-charter-not-signed-here = Le membre { $member } n’a pas signé cette charte.
fix-charter-not-signed-here = Faites-la signer par le responsable de la protection des renseignements : archipel charter sign
err-charter-quorum = { $signed } membres ont signé; la charte en demande { $needed }.
fix-charter-quorum = Ajoutez les signatures manquantes dans signatures/.
err-charter-bad-signature = La signature { $file } ne vaut pas pour les octets de cette charte.
fix-charter-bad-signature = Procurez-vous le dossier signé, ou signez celui-ci de nouveau.
err-charter-wrong-key = La charte nomme une autre clé de signature pour { $member }.
fix-charter-wrong-key = Employez la clé dont la partie publique figure dans la charte, ou corrigez signing_key et convenez-en de nouveau.
err-charter-class-not-yet = Cette version ne produit pas de diffusions de classe « { $class } » : leur protection n’existe pas encore, et sans elle rien ne sort.
fix-charter-class-not-yet = Pour des données déjà publiques, employez class = "public"; pour toute autre, attendez la version qui les protège.
err-note-malformed = Ce n’est pas une note signée.
fix-note-malformed = Demandez de nouveau le fichier au signataire.
err-note-bad-key = Ce n’est pas une clé de signature.
fix-note-bad-key = Donnez le fichier produit par pki; le nom d’une clé n’a ni espace ni +.
err-note-not-signed = Il n’y a pas de signature de { $name }.
fix-note-not-signed = Demandez le fichier signé.
err-note-forged = La signature de { $name } ne tient pas.
fix-note-forged = N’utilisez pas le fichier; interrogez le signataire.
err-charter-file-outside = { $file } ne peut pas être nommé ici : l’empreinte que signent les membres ne le couvre pas, ou il a un autre rôle.
fix-charter-file-outside = Placez le fichier ailleurs dans le dossier de la charte, hors de signatures/.
err-charter-file-name = Le nom de fichier « { $file } » a des caractères que l’empreinte ne peut pas couvrir de façon sûre.
fix-charter-file-name = Renommez le fichier, sans caractère de contrôle ni barre oblique inverse.
err-charter-private-key = { $file } contient une clé privée. Tout le monde reçoit le dossier de la charte.
fix-charter-private-key = Sortez la clé du dossier; si le dossier a été communiqué, remplacez la clé.
err-charter-no-certificate = Il n’y a pas de certificat dans { $file }.
fix-charter-no-certificate = Placez-y le certificat de l’autorité, sous forme PEM (-----BEGIN CERTIFICATE-----).
err-charter-geography-name = Le territoire { $code } n’a pas de nom lisible en « { $language } ».
fix-charter-geography-name = Écrivez son nom dans chaque langue; le même nom peut figurer deux fois.
err-charter-area-barren = Aucun territoire du niveau le plus fin ({ $level }) ne se trouve dans { $code } : personne ne peut y être compté.
fix-charter-area-barren = Ajoutez les territoires qui composent { $code }, jusqu’au niveau { $level }, ou retirez sa ligne.
err-charter-blank = Ce texte est vide.
fix-charter-blank = Écrivez ce qu’il doit dire.
err-charter-dimension-empty = Aucun indicateur n’appartient à la dimension « { $id } ».
fix-charter-dimension-empty = Ajoutez-y un indicateur, ou retirez la dimension.
err-charter-second-other = Une autre catégorie de ce groupe recueille déjà toutes les autres valeurs.
fix-charter-second-other = Ne laissez other = true qu’à une seule catégorie.
err-charter-key-shared = Le membre { $other } a la même clé de signature : une seule personne pourrait signer pour les deux.
fix-charter-key-shared = Demandez à chaque membre de produire sa propre clé.
err-charter-endpoint = Le point d’accès n’est pas de la forme hôte:port.
fix-charter-endpoint = Écrivez-le comme node.example.org:7443, sans https://; une adresse IPv6 est entre crochets.
err-charter-identity = L’identité n’est pas celle d’un coordonnateur de cette fédération.
fix-charter-identity = Écrivez { $expected }, comme dans le certificat du coordonnateur.
err-charter-parts-level = Les parties n’appartiennent pas toutes au même niveau.
fix-charter-parts-level = Nommez des territoires d’un seul niveau.
err-charter-parts-unpublished = Aucun tableau ne publie les territoires du niveau { $level } : il n’y a rien à additionner.
fix-charter-parts-unpublished = Ajoutez un tableau de ce niveau, ou nommez des parties d’un niveau qui en a un.
err-charter-tables-too-many = Ce tableau entraînerait plus de { $limit } tableaux plus grossiers.
fix-charter-tables-too-many = Énumérez moins de groupes dans un même tableau.
err-charter-groups-too-fine = L’ensemble des groupes a plus de { $limit } combinaisons de catégories.
fix-charter-groups-too-fine = Retirez des groupes, ou employez moins de catégories.
err-charter-not-a-member = { $member } n’est pas membre de cette charte; membres : { $known }.
fix-charter-not-a-member = Donnez l’identifiant d’un membre tel que l’écrit la charte.
err-charter-no-key = La charte ne nomme pas encore de clé de signature pour { $member }.
fix-charter-no-key = Ajoutez signing_key à ce membre, convenez de cette charte, puis signez.
err-folder-not-empty = { $path } contient déjà quelque chose.
fix-folder-not-empty = Nommez un nouveau dossier, ou videz celui-ci.
err-file-unwritable = Impossible d’écrire { $path } : { $reason }.
fix-file-unwritable = Vérifiez le chemin, les droits d’accès et l’espace libre.
help-charter = Rédiger, vérifier, lire, comparer et signer des chartes
help-charter-check = Vérifier un dossier de charte, ses signatures et son empreinte
help-charter-check-folder = Dossier de la charte

# Le nom charter : ce qui se dit outre les problèmes.

help-charter-new = Écrire une charte commentée, comme point de départ
help-charter-new-folder = Dossier à créer; il doit être vide
help-charter-new-id = Nom de la fédération : lettres, chiffres, - _ .
examples-charter-new = archipel charter new ma-charte --id ma-federation
help-charter-show = Dire en phrases simples ce que signifie une charte
help-charter-show-folder = Dossier de la charte
examples-charter-show =
    archipel charter show ma-charte
    archipel --lang en charter show ma-charte
help-charter-diff = Dire ce qui diffère entre deux chartes, le plus important d’abord
help-charter-diff-old = Dossier de la charte, avant
help-charter-diff-new = Dossier de la charte, après
examples-charter-diff = archipel charter diff charte-v1 charte-v2
help-charter-sign = Signer une charte au nom d’un membre
help-charter-sign-folder = Dossier de la charte
help-charter-sign-member = Membre au nom duquel vous signez
help-charter-sign-key = Fichier de la clé de signature du responsable
examples-charter-sign = archipel charter sign ma-charte --member gulls --key responsable.key
word-none = rien
word-list-cut = { $shown } et { $more } de plus
word-quoted = « { $text } »
word-in-english = en anglais
word-in-french = en français
mean-arithmetic = moyenne arithmétique pondérée
mean-geometric = moyenne géométrique pondérée (un score inférieur à 1 compte pour 1)
mean-harmonic = moyenne harmonique pondérée (un score inférieur à 1 compte pour 1)
missing-leave-out = une personne sans score dans chacune des dimensions est laissée de côté et n’est comptée nulle part
missing-average = l’indice d’une personne porte sur les dimensions qui ont un score; une personne qui n’en a aucun n’est comptée nulle part
scale-yes-no-yes = oui ou non; « oui » compte comme vulnérable
scale-yes-no-no = oui ou non; « non » compte comme vulnérable
scale-ordered-higher = un échelon de 1 à { $steps }; plus il est élevé, plus la personne est vulnérable
scale-ordered-lower = un échelon de 1 à { $steps }; plus il est bas, plus la personne est vulnérable
scale-number-higher = un nombre, compté de { $low } à { $high }; plus il est élevé, plus la personne est vulnérable
scale-number-lower = un nombre, compté de { $low } à { $high }; plus il est bas, plus la personne est vulnérable
charter-next-new =
    Ensuite : modifiez ces fichiers ligne par ligne, puis
      archipel charter check { $folder }
      archipel charter show { $folder }
      archipel charter sign { $folder } --member … --key …
charter-summary = Charte { $id }, version { $version }
charter-digest = Empreinte : { $digest }
charter-check-dates = En vigueur : du { $starts } au { $ends }
charter-check-class = Classe : { $class }
charter-check-tables = Tableaux : { $tables }, d’au plus { $cells } cellules
charter-check-unclaimed =
    { $count ->
        [one] Aucun membre ne parle au nom d’un territoire du niveau « { $level } » : { $areas }. Rien à son sujet ne peut être publié.
       *[other] Aucun membre ne parle au nom de { $number } territoires du niveau « { $level } », par exemple { $areas }. Rien à leur sujet ne peut être publié.
    }
charter-check-members = Membres : { $number }
charter-signature-no-key = { $member } : la charte ne nomme pas encore de clé de signature
charter-signature-missing = { $member } : n’a pas encore signé
charter-signature-holds = { $member } : a signé
charter-signature-broken = { $member } : la signature ne vaut PAS pour ces fichiers
charter-check-quorum-reached = Signatures : { $signed } sur les { $needed } que demande la charte. Elle est convenue.
charter-check-quorum-open = Signatures : { $signed } sur les { $needed } que demande la charte. Elle n’est pas encore convenue.
charter-check-quorum-impossible = Signatures : { $signed } sur les { $needed } que demande la charte. La charte ne peut pas encore être convenue; nombre de clés de signature qu’elle nomme : { $able }. Une simulation n’en demande aucune.
charter-next-check = La charte est en règle. Ensuite : archipel charter show { $folder }
charter-next-show = Ensuite, si vous êtes d’accord : archipel charter sign { $folder } --member … --key …
charter-signed = Signé pour { $member } : { $file }
charter-signed-before = { $member } a déjà signé exactement ces fichiers; rien n’a été modifié.
charter-quorum-reached = Assez de membres ont signé : la charte est convenue.
charter-quorum-missing =
    { $count ->
        [one] Il manque encore une signature pour que la charte soit convenue.
       *[other] Il manque encore { $count } signatures pour que la charte soit convenue.
    }
charter-next-sign = Ensuite : envoyez { $file } aux autres membres; il va dans signatures/ de leurs dossiers.
charter-diff-old = Avant : charte { $id }, version { $version }, empreinte { $digest }…
charter-diff-new = Après : charte { $id }, version { $version }, empreinte { $digest }…
charter-diff-same = Les deux chartes sont identiques, octet pour octet.
charter-diff-bytes = Seuls les octets diffèrent : commentaires, espaces ou façon d’écrire une valeur. Les empreintes diffèrent; les signatures de l’une ne valent donc pas pour l’autre.
charter-next-diff = Les empreintes diffèrent : ce qui était signé doit l’être de nouveau.
charter-topic-protection = Protection des chiffres
charter-topic-purpose = But et autorité
charter-topic-dates = Dates
charter-topic-members = Membres
charter-topic-published = Ce qui peut être publié
charter-topic-coordinators = Qui peut demander
charter-topic-method = Calcul de l’indice
charter-topic-other = Autres changements
change-class = Classe : était « { $was } », est maintenant « { $now } ». Elle décide de la protection des chiffres.
change-threshold = { $key } : était { $was }, est maintenant { $now }
change-title = Titre, { $language } : était « { $was } », est maintenant « { $now } »
change-purpose = But, { $language } : était « { $was } », est maintenant « { $now } »
change-authority = Autorité légale : était « { $was } », est maintenant « { $now } »
change-starts = Premier jour de validité : était le { $was }, est maintenant le { $now }
change-ends = Dernier jour de validité : était le { $was }, est maintenant le { $now }
change-member-joins = Le membre « { $member } » ({ $id }) se joint à l’entente, pour { $areas }
change-member-leaves = Le membre « { $member } » ({ $id }) quitte l’entente; il parlait au nom de { $areas }
change-member-name = Membre { $member } : son nom, { $language }, était « { $was } », est maintenant « { $now } »
change-member-areas-more = Le membre { $member } parle maintenant aussi au nom de { $areas }
change-member-areas-fewer = Le membre { $member } ne parle plus au nom de { $areas }
change-member-key = Membre { $member } : sa clé de signature était { $was }, est maintenant { $now }
change-member-authority = Membre { $member } : les certificats de son autorité étaient { $was }, sont maintenant { $now }
change-member-endpoint = Membre { $member } : l’adresse de son nœud était { $was }, est maintenant { $now }
change-quorum = Signatures qui mettent la charte en vigueur : { $was } auparavant, { $now } maintenant
change-table-added =
    { $count ->
        [one] Le tableau « { $table } » est nouveau : une cellule de plus peut être publiée
       *[other] Le tableau « { $table } » est nouveau : jusqu’à { $number } cellules de plus peuvent être publiées
    }
change-table-removed =
    { $count ->
        [one] Le tableau « { $table } » n’est plus publié : une cellule de moins
       *[other] Le tableau « { $table } » n’est plus publié : jusqu’à { $number } cellules de moins
    }
change-table-cells = Tableau « { $table } » : peut maintenant avoir jusqu’à { $now } cellules; c’était jusqu’à { $was }
change-band-added = La classe d’indice « { $band } » est nouvelle : la part des personnes qui s’y trouvent peut être publiée
change-band-removed = La classe d’indice « { $band } » disparaît : la part des personnes qui s’y trouvent n’est plus publiée
change-band-label = Classe d’indice { $band } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-band-below = Classe d’indice « { $band } » : sa limite supérieure était { $was }, est maintenant { $now }
change-cross-border-added = Le territoire « { $area } » ({ $id }), qui chevauche des membres, est nouveau : la somme de { $parts }
change-cross-border-removed = Le territoire « { $area } » ({ $id }), qui chevauche des membres, n’est plus publié; c’était la somme de { $parts }
change-cross-border-name = Territoire { $area }, qui chevauche des membres : son nom, { $language }, était « { $was } », est maintenant « { $now } »
change-cross-border-parts = Territoire { $area }, qui chevauche des membres : était la somme de { $was }, est maintenant la somme de { $now }
change-group-added = Le groupe « { $group } » ({ $id }) est nouveau : les dossiers des membres doivent le contenir
change-group-removed = Le groupe « { $group } » ({ $id }) disparaît : les dossiers des membres n’ont plus à le contenir
change-group-label = Groupe { $group } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-group-other = Groupe { $group } : la catégorie qui recueille toutes les autres valeurs était { $was }, est maintenant { $now }
change-category-added = Groupe { $group } : la catégorie { $category } est nouvelle
change-category-removed = Groupe { $group } : la catégorie { $category } disparaît
change-category-label = Groupe { $group }, catégorie { $category } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-partition-added = Groupe { $group } : on compte maintenant aussi les personnes selon « { $partition } »
change-partition-removed = Groupe { $group } : on ne compte plus les personnes selon « { $partition } »
change-partition-label = Groupe { $group }, partition { $partition } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-partition-of = Groupe { $group }, « { $partition } » : était { $was }; est maintenant { $now }
change-vintage = Limites territoriales : étaient celles de « { $was } », sont maintenant celles de « { $now } »
change-levels = Niveaux de territoires : étaient { $was }, sont maintenant { $now }
change-areas-more =
    { $count ->
        [one] Niveau « { $level } » : un territoire est nouveau : { $areas }
       *[other] Niveau « { $level } » : { $number } territoires sont nouveaux : { $areas }
    }
change-areas-fewer =
    { $count ->
        [one] Niveau « { $level } » : un territoire disparaît : { $areas }
       *[other] Niveau « { $level } » : { $number } territoires disparaissent : { $areas }
    }
change-areas-moved =
    { $count ->
        [one] Niveau « { $level } » : un territoire fait maintenant partie d’un autre : { $areas }
       *[other] Niveau « { $level } » : { $number } territoires font maintenant partie d’un autre : { $areas }
    }
change-areas-renamed =
    { $count ->
        [one] Niveau « { $level } » : un territoire a un autre nom : { $areas }
       *[other] Niveau « { $level } » : { $number } territoires ont un autre nom : { $areas }
    }
change-coordinator-joins = Le coordonnateur « { $coordinator } » ({ $identity }) peut désormais demander les chiffres
change-coordinator-leaves = Le coordonnateur « { $coordinator } » ({ $identity }) ne peut plus demander les chiffres
change-coordinator-name = Coordonnateur { $coordinator } : son nom, { $language }, était « { $was } », est maintenant « { $now } »
change-coordinator-identity = Coordonnateur { $coordinator } : son identité était { $was }, est maintenant { $now }
change-coordinator-authority = Coordonnateur { $coordinator } : les certificats de son autorité étaient { $was }, sont maintenant { $now }
change-coordinator-key = Coordonnateur { $coordinator } : sa clé de signature était { $was }, est maintenant { $now }
change-method-id = Méthode : était { $was }, est maintenant { $now }
change-method-version = Version de la méthode : était { $was }, est maintenant { $now }
change-method-aggregate = L’indice : était la { $was } de ses dimensions, en est maintenant la { $now }
change-method-missing = Réponses manquantes : la règle était « { $was } »; elle est maintenant « { $now } »
change-method-weight-cap = Poids maximal d’une personne : était { $was }, est maintenant { $now }
change-method-notes = Note affichée avec l’indice, { $language } : était « { $was } », est maintenant « { $now } »
change-method-notes-added = L’indice est maintenant affiché avec la note « { $now } »
change-method-notes-removed = L’indice n’est plus affiché avec la note « { $was } »
change-dimension-added = La dimension « { $dimension } » est nouvelle : sa moyenne peut être publiée
change-dimension-removed = La dimension « { $dimension } » disparaît : sa moyenne n’est plus publiée
change-dimension-label = Dimension { $dimension } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-dimension-weight = Dimension « { $dimension } » : le poids était { $was }, il est maintenant { $now }
change-dimension-aggregate = Dimension « { $dimension } » : était la { $was } de ses indicateurs, en est maintenant la { $now }
change-dimension-min-answered = Dimension « { $dimension } » : les réponses nécessaires à un score étaient au nombre de { $was }, elles sont maintenant { $now }
change-indicator-added = L’indicateur « { $indicator } » ({ $id }) est nouveau dans « { $dimension } », avec un poids de { $weight } : { $scale }. Les dossiers des membres doivent le contenir
change-indicator-removed = L’indicateur « { $indicator } » ({ $id }) disparaît de « { $dimension } »
change-indicator-label = Indicateur { $indicator } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-indicator-dimension = Indicateur « { $indicator } » : appartenait à { $was }, appartient maintenant à { $now }
change-indicator-scale = Indicateur « { $indicator } » : était {"["}{ $was }{"]"}, est maintenant {"["}{ $now }{"]"}
change-indicator-weight = Indicateur « { $indicator } » : le poids était { $was }, il est maintenant { $now }
change-id = Identifiant de la charte : était { $was }, est maintenant { $now }
change-version = Version : était { $was }, est maintenant { $now }
change-order = L’ordre des tableaux, groupes, catégories, dimensions, indicateurs ou classes d’indice a changé; il ne décide que de l’ordre des lignes et des colonnes
change-file-added = Le fichier { $file } est nouveau dans le dossier
change-file-removed = Le fichier { $file } a disparu du dossier
change-file-changed = Le fichier { $file } a changé
show-heading-agreement = Qui convient de quoi
show-members =
    { $count ->
        [one] Un membre convient de cette charte :
       *[other] { $number } membres conviennent de cette charte :
    }
show-member = { $name } ({ $id }), qui parle au nom de : { $areas }
show-purpose = À quoi servent les chiffres : { $purpose }.
show-authority = En vertu de quelle autorité : { $authority }.
show-dates = Du { $starts } au { $ends }, ces deux jours compris.
show-quorum =
    { $quorum ->
        [one] L’entente est en vigueur dès qu’un membre sur { $members } a signé, pour chaque membre qui a lui-même signé.
       *[other] L’entente est en vigueur dès que { $quorum } membres sur { $members } ont signé, pour chaque membre qui a lui-même signé.
    }
show-geography = Lieux : limites de { $vintage }; nombre de territoires à chaque niveau : { $levels }.
show-level = { $level } ({ $areas })
show-heading-records = Ce que doivent contenir les dossiers de chaque membre
show-records = Une ligne par personne : un identifiant pseudonyme (person_id), le code d’un territoire du niveau « { $level } » (area) et ce qui est énuméré ici. Un identifiant de ménage (household_id) et un poids (weight) peuvent s’y ajouter. Ces dossiers ne quittent jamais le membre.
show-groups = Groupes, selon lesquels on distingue les personnes :
show-no-groups = Aucun groupe : on ne distingue pas les personnes.
show-group = { $id }, « { $label } » : { $categories }
show-group-other = Toute autre valeur compte pour « { $category } ».
show-partition = Aussi compté selon « { $label } » : { $categories }
show-indicators = Indicateurs, les réponses qui font l’indice; chacune peut manquer :
show-indicator = { $id }, « { $label } » : { $scale }
show-heading-index = Calcul de l’indice
show-scores = Chaque réponse donne un score de 0 (aucune vulnérabilité) à 100 (vulnérabilité extrême), en proportion entre les extrémités de son échelle. Les réponses font les dimensions; le poids de chacune est entre parenthèses :
show-dimension =
    { $count ->
        [one] « { $label } », { $mean } de : { $indicators }. Une seule réponse suffit.
       *[other] « { $label } », { $mean } de : { $indicators }. Une personne qui a moins de { $number } réponses n’a pas de score ici.
    }
show-index = L’indice d’une personne est la { $mean } de : { $dimensions }.
show-missing = Réponses manquantes : { $rule }.
show-weights = Les chiffres d’un territoire ou d’un groupe sont des moyennes sur les personnes qui le composent, chacune avec le poids que donnent les dossiers (1 à défaut).
show-weight-cap = Un poids supérieur à { $cap } compte pour { $cap }.
show-bands = L’indice est découpé en classes :
show-band-all = « { $label } » : toute la population
show-band-first = « { $label } » : moins de { $below }
show-band-between = « { $label } » : de { $from } à moins de { $below }
show-band-last = « { $label } » : { $from } et plus
show-notes = Affiché partout où l’indice est affiché : « { $notes } »
show-heading-published = Ce qui peut être publié
show-figures = Des tableaux de cellules. Une cellule est un territoire, ou un groupe de personnes de ce territoire, et peut montrer : combien de personnes elle représente et leur poids, l’indice moyen, la moyenne de chaque dimension, la part des personnes dans chaque classe et la précision de l’indice. Les tableaux :
show-table-everybody =
    { $count ->
        [one] Territoires du niveau « { $level } », toute la population : une cellule
       *[other] Territoires du niveau « { $level } », toute la population : au plus { $number } cellules
    }
show-table-groups =
    { $count ->
        [one] Territoires du niveau « { $level } » selon { $groups } : une cellule
       *[other] Territoires du niveau « { $level } » selon { $groups } : au plus { $number } cellules
    }
show-cells =
    { $count ->
        [one] En tout, une cellule.
       *[other] En tout, au plus { $number } cellules.
    }
show-cross-border-head = Parmi ces cellules figurent celles de territoires qui chevauchent des membres, chacune étant la somme de cellules publiées :
show-cross-border = { $name }, au niveau « { $level } » : { $parts }
show-never = Jamais publiés : le dossier, les réponses ou l’identifiant de quiconque; la plus petite valeur, la plus grande ou la valeur médiane d’une cellule; un territoire, un groupe ou une combinaison qui n’est pas énuméré ici.
show-only = Un nœud ne répond qu’à partir de ces tableaux, et toujours la même chose à la même question. Il garde de chaque réponse une trace que vous pouvez vérifier.
show-heading-protection = Protection des chiffres
show-class-public = Classe « public » : les chiffres sont exacts et rien n’est retenu. Cela ne convient qu’à des données déjà publiques.
show-class-controlled = Classe « controlled » : les cellules qui représentent peu de personnes sont retenues, et les autres sont légèrement modifiées par du bruit et un arrondi, pour que les chiffres disent peu de chose de chaque personne.
show-class-private = Classe « private » : chaque chiffre porte un bruit selon la confidentialité différentielle, avec un budget pour toute la vie des données.
show-thresholds = La charte fixe, pour la classe « controlled » :
show-threshold = { $key } : { $value }
show-heading-coordinators = Qui peut demander
show-coordinators = Seuls peuvent demander aux nœuds leurs chiffres publiés et les combiner :
show-no-coordinators = La charte ne nomme pas encore de coordonnateur : personne ne peut demander.
show-coordinator = { $name } ({ $identity })
show-coordinators-limits = Ils ne reçoivent que des chiffres publiés : ni dossiers, ni clés.
show-heading-signature = Ce que signifie votre signature
show-signature-meaning = En signant, votre membre convient de tout ce qui précède, exactement dans ces fichiers, et permet à son nœud de produire des diffusions selon cette charte dès qu’elle est en vigueur.
show-signature-limits = Une diffusion attend encore votre approbation, à moins que vous n’en ayez donné une permanente. Votre propre politique peut être plus stricte, jamais moins. Une charte qui change est une autre charte : il faut de nouvelles signatures.
show-heading-digest = L’empreinte
show-digest = Avant de signer, appelez un autre membre et comparez ces chiffres et lettres un à un. S’il y a une différence, vous n’avez pas les mêmes fichiers.

### end of charter

### ingest


### end of ingest

### identity and pki


### end of identity and pki

### store


### end of store

### method and cube


### end of method and cube

### node


### end of node

### coordinator


### end of coordinator

### bundle


### end of bundle

### demo and simulate


### end of demo and simulate
